package dev.runloop.conformance;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopItem;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import java.util.EnumSet;
import java.util.List;

/** Makes the items that a case defines; called back, they say so in the trace and have their bodies executed. */
final class Definitions {
    private final Interpreter interpreter;
    private final Stage stage;
    private final ScenarioTime time;
    private final Trace trace;

    Definitions(Interpreter interpreter, Stage stage, ScenarioTime time, Trace trace) {
        this.interpreter = interpreter;
        this.stage = stage;
        this.time = time;
        this.trace = trace;
    }

    /** A new item. */
    RunLoopItem make(Statement.Definition definition) {
        return switch (definition) {
            case Statement.Source source -> Source0.create(source.order(), new SourceCallbacks(source));
            case Statement.Timer timer -> timer(timer);
            case Statement.Observer observer -> observer(observer);
        };
    }

    private RunLoopTimer timer(Statement.Timer timer) {
        return RunLoopTimer.builder()
                .clock(time.clock())
                .firstFire(timer.at().fromNow(time.sinceStart()))
                .interval(timer.every())
                .order(timer.order())
                .build(_ -> {
                    time.step();
                    if (!timer.silent()) {
                        trace.print("timer " + timer.name() + " fire " + currentMode());
                    }
                    execute(timer.body());
                });
    }

    private RunLoopObserver observer(Statement.Observer observer) {
        return RunLoopObserver.create(observer.activities(), observer.repeats(), observer.order(), (_, activity) -> {
            time.step();
            if (!observer.silent()) {
                trace.print("observer " + observer.name() + " " + Vocabulary.word(activity) + " " + currentMode());
            }
            interpreter.execute(observer.body(), new Scope(stage.ownLoop(), activity));
        });
    }

    /** A new nameless observer of everything. */
    RunLoopObserver watcher() {
        return RunLoopObserver.create(
                EnumSet.allOf(RunLoopActivity.class),
                (_, activity) -> trace.print("observer " + Vocabulary.word(activity) + " " + currentMode()));
    }

    /** What a block runs. */
    Runnable body(Statement.Block block) {
        return () -> {
            trace.print("block " + block.name());
            execute(block.body());
        };
    }

    private void execute(List<Statement> body) {
        interpreter.execute(body, Scope.of(stage.ownLoop()));
    }

    private String currentMode() {
        return Queries.currentMode(stage.ownLoop());
    }

    private final class SourceCallbacks implements Source0.Callbacks {
        private final Statement.Source source;

        SourceCallbacks(Statement.Source source) {
            this.source = source;
        }

        @Override
        public void perform() {
            time.step();
            if (!source.silent()) {
                trace.print("source0 " + source.name() + " perform " + currentMode());
            }
            execute(source.body());
        }

        @Override
        public void schedule(RunLoop loop, RunLoopMode mode) {
            report("schedule", loop, mode);
        }

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            report("cancel", loop, mode);
        }

        private void report(String event, RunLoop loop, RunLoopMode mode) {
            if (source.verbose()) {
                trace.print("source0 " + source.name() + " " + event + " mode=" + Vocabulary.word(mode) + " rl="
                        + (loop.isCurrent() ? "current" : "other"));
            }
        }
    }
}

package dev.runloop.conformance;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopResult;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Executes the statements of a case. Thread-safe, as the threads of a case share it. */
final class Interpreter {
    private final Stage stage;
    private final CaseThreads threads;
    private final ScenarioTime time;
    private final Trace trace;
    private final Definitions definitions;
    private final Queries queries;
    private final Map<Integer, Integer> timesReached = new ConcurrentHashMap<>(); // by place

    Interpreter(Stage stage, CaseThreads threads, ScenarioTime time, Trace trace) {
        this.stage = stage;
        this.threads = threads;
        this.time = time;
        this.trace = trace;
        this.definitions = new Definitions(this, stage, time, trace);
        this.queries = new Queries(stage, time, trace);
    }

    /** Executes statements one after the other. */
    void execute(List<Statement> body, Scope scope) {
        for (Statement statement : body) {
            time.step();
            execute(statement, scope);
        }
    }

    private void execute(Statement statement, Scope scope) {
        RunLoop target = scope.target();
        switch (statement) {
            case Statement.Definition definition -> stage.define(definition.name(), definitions.make(definition));
            case Statement.Block block -> target.perform(block.modes(), definitions.body(block));
            case Statement.Watch(var mode) -> target.add(definitions.watcher(), mode);
            case Statement.Keep(var mode) -> target.add(Source0.create(() -> {}), mode);
            case Statement.Add(var name, var mode) -> target.add(stage.item(name), mode);
            case Statement.Remove(var name, var mode) -> target.remove(stage.item(name), mode);
            case Statement.Invalidate(var name) -> stage.item(name).invalidate();
            case Statement.Signal(var name) -> stage.item(name, Source0.class).signal();
            case Statement.Wake() -> target.wakeUp();
            case Statement.Stop() -> target.stop();
            case Statement.Common(var mode) -> target.addCommonMode(mode);
            case Statement.Run run -> run(run);
            case Statement.RunForever() -> stage.ownLoop().run();
            case Statement.SetNextFire(var name, var moment) ->
                stage.item(name, RunLoopTimer.class).setNextFire(moment.fromNow(time.sinceStart()));
            case Statement.Sleep(var duration) -> time.sleep(duration);
            case Statement.Query query -> queries.answer(query, target);
            case Statement.First(var place, var times, var body) -> {
                if (timesReached.merge(place, 1, Integer::sum) <= times) {
                    execute(body, scope);
                }
            }
            case Statement.Nth(var place, var nth, var body) -> {
                if (timesReached.merge(place, 1, Integer::sum) == nth) {
                    execute(body, scope);
                }
            }
            case Statement.When(var activities, var body) -> {
                if (scope.activity() != null && activities.contains(scope.activity())) {
                    execute(body, scope);
                }
            }
            case Statement.StartThread(var name, var body) ->
                stage.name(name, threads.start(name, () -> execute(body, Scope.of(target))));
            case Statement.StartLoop(var name, var body) -> startLoop(name, body);
            case Statement.On(var name, var body) -> execute(body, scope.on(stage.loop(name)));
            case Statement.Join(var name) -> time.join(stage.thread(name));
        }
    }

    private void run(Statement.Run run) {
        trace.print("run mode=" + Vocabulary.word(run.mode()) + " timeout=" + Vocabulary.seconds(run.limit())
                + " returnAfterSourceHandled=" + run.returnAfterSourceHandled());
        RunLoopResult result = stage.ownLoop().runInMode(run.mode(), run.limit(), run.returnAfterSourceHandled());
        trace.print("result=" + Vocabulary.word(result));
    }

    private void startLoop(String name, List<Statement> body) {
        Thread thread = threads.start(name, () -> execute(body, Scope.of(stage.loop(name))));
        stage.name(name, thread);
        stage.makeLoop(name, thread);
    }
}

package dev.runloop.conformance;

import dev.runloop.RunLoop;
import java.util.List;

/** Runs a case once, on a fresh loop. */
final class Replay {
    private Replay() {}

    /**
     * The trace of a case.
     *
     * @throws ReplayException if the case cannot be run to its end; its message shows the trace so far
     */
    static List<String> trace(Scenario scenario, ThreadKind kind, ScenarioTime time) {
        var trace = new Trace(time);
        var threads = new CaseThreads(kind, time);
        var stage = new Stage(threads, time);
        var interpreter = new Interpreter(stage, threads, time, trace);
        try {
            threads.run(() -> {
                RunLoop loop = stage.makeLoop("case", Thread.currentThread());
                interpreter.execute(scenario.body(), Scope.of(loop));
                threads.joinAll();
                trace.close();
            });
        } catch (ReplayException e) {
            throw new ReplayException(
                    "case \"" + scenario.title() + "\": " + e.getMessage() + "\n" + String.join("\n", trace.lines()),
                    e);
        } finally {
            trace.close();
        }
        return trace.lines();
    }
}

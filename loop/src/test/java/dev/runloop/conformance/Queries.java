package dev.runloop.conformance;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopItem;
import dev.runloop.RunLoopObserver;
import dev.runloop.RunLoopSource;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers the queries of a case in its trace. */
final class Queries {
    private final Stage stage;
    private final ScenarioTime time;
    private final Trace trace;

    Queries(Stage stage, ScenarioTime time, Trace trace) {
        this.stage = stage;
        this.time = time;
        this.trace = trace;
    }

    /** Prints the answer to a query that is made for this loop. */
    void answer(Statement.Query query, RunLoop target) {
        trace.print(
                switch (query) {
                    case Statement.Print(var text) -> text;
                    case Statement.PrintTime() -> "at " + Vocabulary.time(time.sinceStart());
                    case Statement.PrintMode() -> currentMode(target);
                    case Statement.Modes() -> modes(target);
                    case Statement.Contains(var name, var mode) ->
                        "contains " + name + " " + Vocabulary.word(mode) + "="
                                + target.contains(stage.item(name), mode);
                    case Statement.Valid(var name) ->
                        "valid " + name + "=" + stage.item(name).isValid();
                    case Statement.Signalled(var name) ->
                        "signalled " + name + "="
                                + stage.item(name, Source0.class).isSignalled();
                    case Statement.NextFire(var name) ->
                        "nextFire " + name + "="
                                + date(stage.item(name, RunLoopTimer.class).nextFireDate());
                    case Statement.NextTimerFire(var mode) ->
                        "nextTimerFire " + Vocabulary.word(mode) + "=" + date(target.nextTimerFireDate(mode));
                    case Statement.Waiting() -> "waiting=" + target.isWaiting();
                    case Statement.Info(var name) -> "info " + name + " " + info(stage.item(name));
                });
    }

    /** The current mode of a loop, as traces show it. */
    static String currentMode(RunLoop loop) {
        return "mode=" + loop.currentMode().map(Vocabulary::word).orElse("(none)");
    }

    private static String modes(RunLoop loop) {
        return loop.modes().stream().map(Vocabulary::word).sorted().collect(Collectors.joining(" ", "modes=[", "]"));
    }

    private String date(Optional<Instant> date) {
        Instant now = time.clock().instant();
        return date.map(found -> Vocabulary.time(time.sinceStart().plus(Duration.between(now, found))))
                .orElse("0");
    }

    private static String info(RunLoopItem item) {
        return "order=" + item.order()
                + switch (item) {
                    case RunLoopSource _ -> "";
                    case RunLoopTimer timer ->
                        " interval=" + Vocabulary.seconds(timer.interval()) + " repeats=" + timer.repeats();
                    case RunLoopObserver observer ->
                        " activities=" + Vocabulary.words(observer.activities()) + " repeats=" + observer.repeats();
                };
    }
}

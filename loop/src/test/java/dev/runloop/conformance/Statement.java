package dev.runloop.conformance;

import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A statement of the scenario language, as it was read. */
sealed interface Statement {

    /** Makes an item that is known by a name. */
    sealed interface Definition extends Statement permits Source, Timer, Observer {
        String name();
    }

    record Source(String name, int order, boolean verbose, boolean silent, List<Statement> body)
            implements Definition {}

    record Timer(String name, Moment at, Duration every, int order, boolean silent, List<Statement> body)
            implements Definition {}

    record Observer(
            String name,
            Set<RunLoopActivity> activities,
            int order,
            boolean repeats,
            boolean silent,
            List<Statement> body)
            implements Definition {}

    record Block(String name, Set<RunLoopMode> modes, List<Statement> body) implements Statement {}

    record Watch(RunLoopMode mode) implements Statement {}

    record Keep(RunLoopMode mode) implements Statement {}

    record Add(String name, RunLoopMode mode) implements Statement {}

    record Remove(String name, RunLoopMode mode) implements Statement {}

    record Invalidate(String name) implements Statement {}

    record Signal(String name) implements Statement {}

    record Wake() implements Statement {}

    record Stop() implements Statement {}

    record Common(RunLoopMode mode) implements Statement {}

    record Run(RunLoopMode mode, Duration limit, boolean returnAfterSourceHandled) implements Statement {}

    record RunForever() implements Statement {}

    record SetNextFire(String name, Moment moment) implements Statement {}

    record Sleep(Duration duration) implements Statement {}

    /** Prints one line and changes nothing. */
    sealed interface Query extends Statement
            permits Print,
                    PrintTime,
                    PrintMode,
                    Modes,
                    Contains,
                    Valid,
                    Signalled,
                    NextFire,
                    NextTimerFire,
                    Waiting,
                    Info {}

    record Print(String text) implements Query {}

    record PrintTime() implements Query {}

    record PrintMode() implements Query {}

    record Modes() implements Query {}

    record Contains(String name, RunLoopMode mode) implements Query {}

    record Valid(String name) implements Query {}

    record Signalled(String name) implements Query {}

    record NextFire(String name) implements Query {}

    record NextTimerFire(RunLoopMode mode) implements Query {}

    record Waiting() implements Query {}

    record Info(String name) implements Query {}

    /** Executes its body while it has been reached no more than so many times; the place tells it from others. */
    record First(int place, int times, List<Statement> body) implements Statement {}

    /** Executes its body when it is reached for that time; the place tells it from others. */
    record Nth(int place, int time, List<Statement> body) implements Statement {}

    record When(Set<RunLoopActivity> activities, List<Statement> body) implements Statement {}

    /** {@code thread}: starts a thread without loop. */
    record StartThread(String name, List<Statement> body) implements Statement {}

    /** {@code loop}: starts a thread that has a loop. */
    record StartLoop(String name, List<Statement> body) implements Statement {}

    record On(String name, List<Statement> body) implements Statement {}

    record Join(String name) implements Statement {}

    /** The statements that this one contains. */
    default List<Statement> nested() {
        return switch (this) {
            case Source source -> source.body();
            case Timer timer -> timer.body();
            case Observer observer -> observer.body();
            case Block block -> block.body();
            case First first -> first.body();
            case Nth nth -> nth.body();
            case When when -> when.body();
            case StartThread thread -> thread.body();
            case StartLoop loop -> loop.body();
            case On on -> on.body();
            default -> List.of();
        };
    }
}

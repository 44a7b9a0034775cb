package dev.runloop;

import dev.runloop.bench.stress.Pace;
import dev.runloop.internal.WaitStrategy;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;

/**
 * A run that goes to sleep while somebody takes out of its mode what it would wait for. Nobody really waits: the loop stops
 * where its thread would have been parked, and the end of that wait is only noted.
 */
public abstract class LastItemTrial {
    private static final RunLoopMode MODE = RunLoopMode.of("other");
    private static final VarHandle INNERMOST;
    private static final MethodHandle SLEEP;

    static {
        try {
            var lookup = MethodHandles.lookup();
            INNERMOST = MethodHandles.privateLookupIn(RunLoop.class, lookup)
                    .findVarHandle(RunLoop.class, "innermost", Run.class);
            SLEEP = MethodHandles.privateLookupIn(Run.class, lookup)
                    .findVirtual(Run.class, "sleep", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final RunLoop loop = UnrunLoop.make();
    private final Source0 last = Source0.create(() -> {});
    private final Run run;
    private boolean waitEnded; // by the one who takes it out

    /** A run of a mode with one source. */
    protected LastItemTrial() {
        loop.add(last, MODE);
        loop.gate().waitBy(new WaitStrategy() {
            @Override
            public void await() {
                throw new AsleepException();
            }

            @Override
            public void awaitUntil(long deadline) {
                throw new AsleepException();
            }

            @Override
            public void endWait() {
                waitEnded = true;
            }
        });
        run = new Run(loop, null, loop.contents().hold(MODE, ModeTable.HOLD), false, false, null);
        INNERMOST.setVolatile(loop, run);
    }

    /** The run; answers whether it has gone to sleep. */
    protected final int goToSleep() {
        try {
            SLEEP.invokeExact(run);
            return 0;
        } catch (AsleepException e) {
            return 1;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** The one who takes the source out; answers whether this has ended a wait. */
    protected final int takeOut() {
        loop.remove(last, MODE);
        return waitEnded ? 1 : 0;
    }

    /** As one gets it wrong: the loop is told first, and what it is told of is done second. */
    protected final int tellFirst() {
        INNERMOST.setVolatile(loop, null); // so nobody else tells
        loop.gate().nudge();
        Pace.leaveRoom();
        loop.remove(last, MODE);
        return waitEnded ? 1 : 0;
    }

    /** Stands for a thread that is parked. */
    private static final class AsleepException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AsleepException() {
            super("asleep", null, false, false);
        }
    }
}

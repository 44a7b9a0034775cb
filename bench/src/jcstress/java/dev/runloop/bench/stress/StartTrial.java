package dev.runloop.bench.stress;

import dev.runloop.internal.StartOnce;
import dev.runloop.internal.WaitStrategy;
import dev.runloop.internal.WakeGate;

/** A thread that is started on demand, or whose start is called off. It is not really started; that is only noted. */
abstract class StartTrial {

    /** Who of several is to do it. */
    interface Claim {
        /** Whether the caller is to start the thread. */
        boolean tryStart();

        /** Whether the caller has called that off. */
        boolean tryCallOff();
    }

    /** The one of the library. */
    static final class Sound implements Claim {
        private final StartOnce once = new StartOnce();

        @Override
        public boolean tryStart() {
            return once.tryStart();
        }

        @Override
        public boolean tryCallOff() {
            return once.tryCallOff();
        }
    }

    /** One that looks first and decides second. */
    static final class Unsound implements Claim {
        private volatile boolean decided;

        @Override
        public boolean tryStart() {
            if (decided) {
                return false;
            }
            Pace.leaveRoom();
            decided = true;
            return true;
        }

        @Override
        public boolean tryCallOff() {
            return tryStart();
        }
    }

    private final Claim claim;
    private final WakeGate gate;
    private int startedByNudge; // written by the one whose nudge ends the sleep, which is one

    StartTrial(Claim claim) {
        this.claim = claim;
        var waiting = new WaitStrategy() {
            @Override
            public void await() {}

            @Override
            public void awaitUntil(long deadline) {}

            @Override
            public void endWait() {
                startedByNudge += start();
            }
        };
        gate = new WakeGate(waiting, () -> true);
        gate.sleepsUntilStarted(waiting);
    }

    /** A producer, after it has put something into the inbox; answers whether it has started the thread. */
    final int nudge() {
        gate.nudge();
        return startedByNudge;
    }

    /** One who asks for the loop; answers whether it has started the thread. */
    final int start() {
        return claim.tryStart() ? 1 : 0;
    }

    /** One who stops the thread; answers whether it will not start. */
    final int callOff() {
        return claim.tryCallOff() ? 1 : 0;
    }
}

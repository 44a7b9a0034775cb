package dev.runloop.bench.stress;

import dev.runloop.internal.WaitStrategy;
import java.util.Queue;
import java.util.function.BiFunction;
import org.jctools.queues.varhandle.unpadded.MpscLinkedVarHandleUnpaddedQueue;

/**
 * A loop that goes to sleep while a producer gives it something to do. Nobody really waits: the loop stops at the point
 * at which its thread would have been parked, and the end of that wait is only noted. So a lost wake-up is not a hang but
 * an outcome: the loop has gone to sleep, and nobody has ended its sleep.
 */
abstract class GateTrial {
    private final Queue<String> inbox = new MpscLinkedVarHandleUnpaddedQueue<>();
    private final Gate gate;
    private boolean waits; // by the loop
    private boolean waitEnded; // by the producer

    GateTrial(BiFunction<WaitStrategy, Queue<?>, Gate> gates) {
        gate = gates.apply(
                new WaitStrategy() {
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
                },
                inbox);
    }

    /** The loop; answers whether it has gone to sleep. */
    final int goToSleep() {
        try {
            gate.sleep();
        } catch (AsleepException e) {
            waits = true;
        }
        return waits ? 1 : 0;
    }

    /** The producer; answers whether it has ended a wait. */
    final int offer() {
        inbox.offer("work");
        gate.rouse();
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

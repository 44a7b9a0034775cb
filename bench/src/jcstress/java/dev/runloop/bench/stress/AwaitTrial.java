package dev.runloop.bench.stress;

import dev.runloop.internal.ReadyEventCount.Parking;

/**
 * A consumer that waits while a producer makes something ready. Nobody really sleeps: who would be parked looks round
 * until it has been woken, or the producer is done and will not wake anybody any more. So a lost wake-up is not a hang
 * but an outcome.
 */
abstract class AwaitTrial {
    volatile boolean ready;
    private volatile boolean woken;
    private volatile boolean producerIsDone;
    private boolean slept;

    /** How the gate of the trial puts to sleep and wakes. */
    final Parking parking = new Parking() {
        @Override
        public void park() {
            slept = true;
            while (!woken && !producerIsDone) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void unpark(Thread thread) {
            woken = true;
        }
    };

    /** The consumer has ended its wait: whether it would have slept. */
    final int slept() {
        return slept ? 1 : 0;
    }

    /** The producer has announced it: whether it has woken the consumer. */
    final int done() {
        int result = woken ? 1 : 0;
        producerIsDone = true;
        return result;
    }
}

package dev.runloop.bench.stress;

import java.util.Queue;
import org.jctools.queues.varhandle.unpadded.MpscLinkedVarHandleUnpaddedQueue;

/** Somebody who carries, finds no work and goes to sleep, while a producer brings some. Sleep and waking are only noted. */
abstract class DozeTrial {
    private final Queue<String> queue = new MpscLinkedVarHandleUnpaddedQueue<>();
    private volatile boolean isAsleep;
    private volatile boolean isWoken;

    final boolean hasWork() {
        return !queue.isEmpty();
    }

    /** The producer. */
    final void offerTo(Runnable wake) {
        queue.offer("work");
        wake.run();
    }

    /** The carrier. */
    final void sleeps(boolean isAsleep) {
        this.isAsleep = isAsleep;
    }

    /** The producer: ends the sleep, or the next one. */
    final void wake() {
        isWoken = true;
    }

    /** How many carry in the end. */
    final int carrying() {
        return !isAsleep || isWoken ? 1 : 0;
    }
}

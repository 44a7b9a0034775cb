package dev.runloop.bench.stress;

import dev.runloop.executors.confined.CarrierState;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.varhandle.unpadded.MpscLinkedVarHandleUnpaddedQueue;

/**
 * Somebody who carries confined threads, finds no more work and goes, while a producer brings some. What would be done
 * about it is only noted: whether the source is in the loop and signalled, whether a waiting helper was woken, and how
 * many successors were started.
 */
abstract class DutyTrial implements CarrierState.Carrying {
    final Queue<String> queue = new MpscLinkedVarHandleUnpaddedQueue<>();
    private final AtomicInteger successors = new AtomicInteger();
    private volatile boolean isInLoop;
    private volatile boolean isSignalled;
    private volatile boolean isHelperWoken;
    private volatile boolean isHelperWaiting;

    /** The producer. */
    final void offerTo(Runnable wake) {
        queue.offer("work");
        wake.run();
    }

    /** The helper: waits if he sees no work. */
    final void waitIfThereIsNoWork() {
        isHelperWaiting = queue.isEmpty();
    }

    /** How many carry in the end, by the loop. */
    final int inLoop() {
        return isInLoop && isSignalled ? 1 : 0;
    }

    /** How many carry in the end, of one who helps. */
    final int helping() {
        return !isHelperWaiting || isHelperWoken ? 1 : 0;
    }

    /** How many carry in the end, if the helper waits. */
    final int woken() {
        return isHelperWoken ? 1 : 0;
    }

    /** How many carry in the end, after that of the loop. */
    final int succeeding() {
        return successors.get();
    }

    @Override
    public boolean hasWork() {
        return !queue.isEmpty();
    }

    @Override
    public boolean isNeeded() {
        return hasWork();
    }

    @Override
    public void enterLoop() {
        isInLoop = true;
    }

    @Override
    public void leaveLoop() {
        isInLoop = false;
    }

    @Override
    public void signal() {
        isSignalled = true;
    }

    @Override
    public void wakeHelper() {
        isHelperWoken = true;
    }

    @Override
    public void startSuccessor() {
        successors.incrementAndGet();
    }
}

package dev.runloop.executors.confined;

import dev.runloop.RunLoop;
import dev.runloop.internal.LibraryThreads;
import dev.runloop.internal.ThreadEnd;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * What becomes of confined threads that are alive when their loop ends. They are interrupted and carried once more as the
 * loop's last act. Those that are still alive then are reported, and carried to their ends by a successor: a daemon thread
 * that runs while there is something to carry, and is replaced by another when there is more. Dropping them would hang the
 * threads that join them.
 *
 * <p>Belongs to the thread that carries, except for {@link #startSuccessor}, which is for any thread.
 */
final class OutlivingThreads {
    private static final long MOST_NANOS_AT_THE_END = TimeUnit.MILLISECONDS.toNanos(100);

    private final Carrier carrier;
    private final RunLoop loop;
    private final Thread owner; // the loop's own thread
    private final CarrierState state;
    private final Queue<Runnable> queue; // of continuations
    private boolean hasInterrupted; // all living threads know that the loop has ended

    OutlivingThreads(Carrier carrier, Thread owner, CarrierState state, Queue<Runnable> queue) {
        this.carrier = carrier;
        this.loop = carrier.loop();
        this.owner = owner;
        this.state = state;
        this.queue = queue;
    }

    /** The loop's thread, as its last act: threads that end when interrupted do so here. */
    void carryForTheLastTime() {
        boolean interrupted = Thread.interrupted();
        interruptLiving();
        carrier.carrySome(Integer.MAX_VALUE, MOST_NANOS_AT_THE_END);
        if (someOutlive()) {
            report();
        }
        state.rest();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread that is being refused because the loop has ended counts as alive for a moment. */
    private boolean someOutlive() {
        return carrier.aliveCount() > 0 && (!carrier.living().isEmpty() || carrier.hasWork());
    }

    private void interruptLiving() {
        hasInterrupted = true;
        carrier.living().interruptIf(body -> true);
    }

    private void report() {
        carrier.report(
                loop.thread(),
                new IllegalStateException(carrier.aliveCount() + " confined threads outlive their loop, " + loop
                        + "; they have been interrupted, and will be carried to their ends by \"" + successorName()
                        + "\""));
    }

    private String successorName() {
        return loop.thread().getName() + "-remains";
    }

    /** Starts a thread that carries in place of the loop's. */
    void startSuccessor() {
        LibraryThreads.startDaemon(successorName(), this::succeed);
    }

    private void succeed() {
        ThreadEnd.await(owner);
        if (!hasInterrupted) {
            interruptLiving();
            if (someOutlive()) {
                report();
            }
        }
        carryAll();
        state.rest();
    }

    private void carryAll() {
        for (Runnable continuation = queue.poll(); continuation != null; continuation = queue.poll()) {
            try {
                continuation.run();
            } catch (Throwable e) {
                carrier.report(Thread.currentThread(), e);
            }
        }
    }
}

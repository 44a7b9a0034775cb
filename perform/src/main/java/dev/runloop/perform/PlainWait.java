package dev.runloop.perform;

import dev.runloop.internal.AdaptiveSpin;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a request by blocking the thread; its loop, if it has one, does nothing meanwhile. The other kind of wait
 * is {@link ServingWait}.
 */
final class PlainWait {
    private static int spins = AdaptiveSpin.afterHit(0); // shared by all waits: they learn from each other

    private PlainWait() {}

    /**
     * Waits until a request is done that has just been handed over. Spins briefly before it sleeps.
     *
     * @param wait the wait, which its thread has begun
     * @throws DeadlockException if the wait would never end
     */
    static void await(PendingWait wait) throws InterruptedException {
        if (isDoneSoon(wait.request())) {
            return;
        }
        long startedAt = System.nanoTime();
        try {
            park(wait, true);
        } finally {
            spins = AdaptiveSpin.afterMiss(spins, System.nanoTime() - startedAt);
        }
        wait.throwIfTold();
    }

    /** Spins for an answer that comes at once, as between loops on different processors. */
    private static boolean isDoneSoon(Request<?> request) {
        int most = spins;
        for (int i = 0; i < most; i++) {
            if (request.isDone()) {
                spins = AdaptiveSpin.afterHit(most);
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /**
     * Waits until a request is done, by a wait of its own.
     *
     * @throws DeadlockException if the wait would never end
     */
    static void awaitDone(Request<?> request) throws InterruptedException {
        PendingWait wait = PendingWait.plain(request);
        try {
            park(wait, true);
            wait.throwIfTold();
        } finally {
            wait.end();
        }
    }

    /** As {@link #awaitDone}, but keeps an interrupt for later. */
    static void awaitDoneUninterruptibly(Request<?> request) {
        PendingWait wait = PendingWait.plain(request);
        try {
            awaitUninterruptibly(wait);
        } finally {
            wait.end();
        }
    }

    /** Waits by a wait that has begun, and keeps an interrupt for later. */
    static void awaitUninterruptibly(PendingWait wait) {
        try {
            park(wait, false);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        wait.throwIfTold();
    }

    /** Waits until the request is done, whatever its outcome, but no longer than {@code nanos}. */
    static void awaitFor(Request<?> request, long nanos) throws InterruptedException {
        try {
            request.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // the caller checks the state
        } catch (ExecutionException | RuntimeException | Error e) {
            if (!request.isDone()) {
                throw Calls.asThrown(e);
            }
        }
    }

    /** Parks until a wait of the calling thread is over. */
    private static void park(PendingWait wait, boolean endsByInterrupt) throws InterruptedException {
        boolean interrupted = false;
        wait.request().wakeWhenDone(wait);
        try {
            while (!wait.isOver()) {
                if (Thread.interrupted()) {
                    if (endsByInterrupt) {
                        throw new InterruptedException();
                    }
                    interrupted = true;
                }
                ForkJoinPool.managedBlock(new Parking(wait)); // so that a pool can start another thread meanwhile
            }
        } finally {
            wait.request().wakeNoMore(wait);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One sleep. */
    private record Parking(PendingWait of) implements ForkJoinPool.ManagedBlocker {
        @Override
        public boolean block() {
            LockSupport.park(of);
            return true;
        }

        @Override
        public boolean isReleasable() {
            return of.isOver();
        }
    }
}

package dev.runloop.executors.confined;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One confined thread: its body, and the scheduler that the JDK calls for it. Each thread has a scheduler of its own, so that
 * its start can be told from later calls. A start can be rejected; a thread that has started must be carried to its end, or
 * the threads that join it would hang.
 *
 * <p>Virtual threads created by this thread inherit the scheduler, and so the carrier.
 */
final class ConfinedThread implements Runnable, Executor {
    private final ConfinedThreads factory;
    private final Carrier carrier;
    private final Runnable body;
    private boolean hasStarted; // by the starting thread; all later calls follow from that one
    private @Nullable Runnable continuation; // by the starting thread: what the JDK runs, always the same
    private @Nullable Thread thread; // this and the rest: by the carried or the carrying thread

    @Nullable
    ConfinedThread before;

    @Nullable
    ConfinedThread after;

    ConfinedThread(ConfinedThreads factory, Carrier carrier, Runnable body) {
        this.factory = factory;
        this.carrier = carrier;
        this.body = body;
    }

    ConfinedThreads factory() {
        return factory;
    }

    /** Runs the thread from one blocking point to the next; null before its start. */
    @Nullable
    Runnable continuation() {
        return continuation;
    }

    /** The thread; null before it runs. */
    @Nullable
    Thread thread() {
        return thread;
    }

    Runnable body() {
        return body;
    }

    /** Called by the JDK when this thread can run on to its next blocking point. */
    @Override
    public void execute(Runnable continuation) {
        if (hasStarted) {
            carrier.carry(continuation);
        } else {
            start(continuation);
        }
    }

    private void start(Runnable continuation) {
        if (!carrier.admit()) {
            throw new RejectedExecutionException(carrier.loop() + " has ended and carries no more threads");
        }
        boolean carried = false;
        hasStarted = true;
        this.continuation = continuation;
        try {
            carrier.carry(continuation);
            carried = true;
        } finally {
            if (!carried) { // no memory for the queue
                carrier.dismiss();
            }
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        carrier.living().add(this);
        if (carrier.hasLoopEnded()) {
            thread.interrupt(); // it was queued when the others were interrupted
        }
        try {
            body.run();
        } finally {
            carrier.living().remove(this);
            carrier.dismiss();
        }
    }

    /** Called by the thread that carries. */
    void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}

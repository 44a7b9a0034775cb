package dev.runloop.executors.confined;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One confined thread: what it does, and the scheduler that the JDK calls for it. It has one of its own so that its start
 * can be told from what comes later: a start can be refused, while a thread that has started must be carried to its end,
 * or those that join it would wait for ever.
 *
 * <p>Virtual threads that this thread makes in their turn inherit the scheduler, and so the carrier.
 */
final class ConfinedThread implements Runnable, Executor {
    private final ConfinedThreads factory;
    private final Carrier carrier;
    private final Runnable body;
    private boolean hasStarted; // by the one who starts it; all later calls follow from that one
    private @Nullable Runnable continuation; // by the one who starts it: what the JDK has run, always the same
    private @Nullable Thread thread; // the rest: by the thread that is carried, or carries

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

    /** What carries it from one blocking point to the next; null before its start. */
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

    /** Called by the JDK to have this thread run from where it stands to where it blocks. */
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
            thread.interrupt(); // it was in the queue when the others were
        }
        try {
            body.run();
        } finally {
            carrier.living().remove(this);
            carrier.dismiss();
        }
    }

    /** To be called by the thread that carries. */
    void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}

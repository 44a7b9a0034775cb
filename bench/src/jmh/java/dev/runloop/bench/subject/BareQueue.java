package dev.runloop.bench.subject;

import java.util.concurrent.Executor;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

/**
 * The limit: a JCTools queue and a thread that spins on it. It burns a core while it waits, cannot schedule and does
 * not survive a failing task, so it is not a usable executor. It shows how much of the time goes into passing an
 * object from thread to thread at all.
 */
final class BareQueue implements Subject {
    private static final int CHUNK_SIZE = 1024;
    private static final int DRAIN_LIMIT = 1024;
    private static final int SPINS_BEFORE_YIELD = 100;

    @Override
    public String name() {
        return "bare JCTools queue (spinning)";
    }

    @Override
    public Kind kind() {
        return Kind.LIMIT;
    }

    @Override
    public Actor open() {
        var consumer = new SpinningConsumer();
        consumer.thread.start();
        return new Actor(consumer, null, consumer::end);
    }

    private static final class SpinningConsumer implements Executor {
        private final MessagePassingQueue<Runnable> queue = new MpscUnboundedVarHandleArrayQueue<>(CHUNK_SIZE);
        private final Thread thread =
                Thread.ofPlatform().daemon().name("bare-queue").unstarted(this::spin);
        private volatile boolean ended; // written by end(), once

        @Override
        public void execute(Runnable task) {
            queue.offer(task);
        }

        /** Yields after a long spin: where cores are scarce, the producer may need this one. */
        @SuppressWarnings("ThreadPriorityCheck") // yielding is a courtesy here, nothing relies on it
        private void spin() {
            int inVain = 0;
            while (!ended) {
                if (queue.drain(Runnable::run, DRAIN_LIMIT) > 0) {
                    inVain = 0;
                } else if (++inVain < SPINS_BEFORE_YIELD) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }

        private void end() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

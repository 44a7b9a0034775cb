package dev.runloop.bench.subject;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * What one would write without a library: a thread with a queue that parks while the queue is empty. It cannot
 * schedule and does not survive a failing task. It shows the bare cost of a sleep and a wake-up.
 */
final class ParkedThread implements Subject {
    @Override
    public String name() {
        return "bare thread (parking)";
    }

    @Override
    public Actor open() {
        var consumer = new ParkingConsumer();
        consumer.thread.start();
        return new Actor(consumer, null, consumer::end);
    }

    private static final class ParkingConsumer implements Executor {
        private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
        private final Thread thread =
                Thread.ofPlatform().daemon().name("bare-thread").unstarted(this::work);
        private volatile boolean parks; // written by the thread before it looks at the queue for the last time
        private volatile boolean ended; // written by end(), once

        @Override
        public void execute(Runnable task) {
            queue.offer(task);
            if (parks) {
                LockSupport.unpark(thread);
            }
        }

        private void work() {
            while (!ended) {
                Runnable task = queue.poll();
                if (task != null) {
                    task.run();
                } else {
                    parks = true;
                    if (queue.isEmpty() && !ended) {
                        LockSupport.park(this);
                    }
                    parks = false;
                }
            }
        }

        private void end() {
            ended = true;
            LockSupport.unpark(thread);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

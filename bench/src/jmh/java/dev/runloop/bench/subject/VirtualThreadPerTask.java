package dev.runloop.bench.subject;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A virtual thread for each task, and a lock so that no two run at once: what one can do without a loop. Tasks run in
 * no particular order.
 */
final class VirtualThreadPerTask implements Subject {
    @Override
    public String name() {
        return "virtual thread per task, one lock";
    }

    @Override
    public Kind kind() {
        return Kind.VIRTUAL;
    }

    @Override
    public Actor open() {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        var lock = new ReentrantLock();
        return new Actor(
                task -> threads.execute(() -> {
                    lock.lock();
                    try {
                        task.run();
                    } finally {
                        lock.unlock();
                    }
                }),
                null,
                threads::close);
    }
}

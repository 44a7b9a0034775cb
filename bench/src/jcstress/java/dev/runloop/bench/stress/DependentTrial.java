package dev.runloop.bench.stress;

import dev.runloop.UnrunLoop;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.UnrunExecutor;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A future of an executor that is completed, given a dependent, and whose executor ends, all at once. */
abstract class DependentTrial {
    private final Place place;
    private final CompletableFuture<?> future;
    private final AtomicInteger runs = new AtomicInteger();

    DependentTrial(Place place) {
        this.place = place;
        this.future = place.future();
    }

    /** Where dependents run. */
    interface Place {
        CompletableFuture<?> future();

        void depend(CompletableFuture<?> future, Runnable dependent);

        /** Anyone: ends it. */
        void stop();

        /** Afterwards, the loop: does what it has to. */
        void finish();
    }

    /** The loop of an executor. */
    static Place real() {
        RunLoopExecutor executor = UnrunExecutor.make();
        return new Place() {
            @Override
            public CompletableFuture<?> future() {
                return executor.runAsync(() -> {});
            }

            @Override
            public void depend(CompletableFuture<?> future, Runnable dependent) {
                var _ = future.thenRun(dependent);
            }

            @Override
            public void stop() {
                executor.shutdownNow();
                UnrunLoop.end(executor.loop());
            }

            @Override
            public void finish() {
                UnrunExecutor.perform(executor);
            }
        };
    }

    /** A place that looks whether it is closed before a dependent is put there, and not afterwards. */
    static Place lookingTooEarly() {
        Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
        return new Place() {
            private volatile boolean stopped;

            @Override
            public CompletableFuture<?> future() {
                return new CompletableFuture<>();
            }

            @Override
            public void depend(CompletableFuture<?> future, Runnable dependent) {
                var _ = future.thenRunAsync(dependent, this::run);
            }

            private void run(Runnable dependent) {
                if (stopped) {
                    dependent.run();
                } else {
                    Pace.leaveRoom();
                    queue.add(dependent);
                }
            }

            @Override
            public void stop() {
                stopped = true;
                for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                    next.run();
                }
            }

            @Override
            public void finish() {}
        };
    }

    final void complete() {
        future.complete(null);
    }

    final void depend() {
        place.depend(future, runs::incrementAndGet);
    }

    final void stop() {
        Pace.pause();
        place.stop();
    }

    /** Afterwards: answers how often the dependent has run. */
    final int look() {
        place.finish();
        return runs.get();
    }
}

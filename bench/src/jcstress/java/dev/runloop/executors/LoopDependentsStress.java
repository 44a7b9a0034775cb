package dev.runloop.executors;

import dev.runloop.UnrunLoop;
import dev.runloop.bench.stress.Pace;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link LoopDependents}: a dependent runs once, whatever ends at that moment. */
public final class LoopDependentsStress {
    private LoopDependentsStress() {}

    /** A future of an executor is completed, given a dependent, and its executor ends, all at once: how often that runs. */
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "once, on the loop or where it was completed")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "it is lost")
    @Outcome(id = ".*", expect = Expect.FORBIDDEN, desc = "it has run more than once")
    abstract static class Trial {
        private final AtomicInteger runs = new AtomicInteger();

        final void run() {
            runs.incrementAndGet();
        }

        final int runs() {
            return runs.get();
        }
    }

    /** On the loop of an executor. */
    @JCStressTest
    @State
    public static class DependAgainstStop extends Trial {
        private final RunLoopExecutor executor = UnrunExecutor.make();
        private final CompletableFuture<?> future = executor.runAsync(() -> {});

        @Actor
        public void completer() {
            future.complete(null);
        }

        @Actor
        public void dependent() {
            var _ = future.thenRun(this::run);
        }

        @Actor
        public void stopper() {
            Pace.pause();
            executor.shutdownNow();
            UnrunLoop.end(executor.loop());
        }

        @Arbiter
        public void afterwards(I_Result result) {
            UnrunExecutor.perform(executor);
            result.r1 = runs();
        }
    }

    /** Looks whether it is closed before a dependent is put there, and not afterwards. */
    @JCStressTest
    @State
    public static class TwinDependsTooLate extends Trial {
        private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<?> future = new CompletableFuture<>();
        private volatile boolean stopped;

        private void put(Runnable dependent) {
            if (stopped) {
                dependent.run();
            } else {
                Pace.leaveRoom();
                queue.add(dependent);
            }
        }

        @Actor
        public void completer() {
            future.complete(null);
        }

        @Actor
        public void dependent() {
            var _ = future.thenRunAsync(this::run, this::put);
        }

        @Actor
        public void stopper() {
            Pace.pause();
            stopped = true;
            for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                next.run();
            }
        }

        @Arbiter
        public void afterwards(I_Result result) {
            result.r1 = runs();
        }
    }
}

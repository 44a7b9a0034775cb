package dev.runloop.executors;

import dev.runloop.bench.stress.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link RunState}: a task that an executor has accepted runs or is handed back, and one that it has refused is left alone. */
public final class RunStateStress {
    private RunStateStress() {}

    /** An executor that ends. */
    interface Worker {
        /** Anyone: hands a task over; false if it is rejected. */
        boolean execute(Runnable task);

        /** The loop: runs tasks that are there. */
        void runTasks();

        /** Anyone: takes nothing more in. */
        void shutdown();

        /** Anyone: runs nothing more, and hands back what never ran. */
        List<Runnable> shutdownNow();
    }

    private static final class RealWorker implements Worker {
        private final RunLoopExecutor executor = UnrunExecutor.make();

        @Override
        public boolean execute(Runnable task) {
            try {
                executor.execute(task);
                return true;
            } catch (RejectedExecutionException e) {
                return false;
            }
        }

        @Override
        public void runTasks() {
            UnrunExecutor.perform(executor);
        }

        @Override
        public void shutdown() {
            executor.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return executor.shutdownNow();
        }
    }

    /** An executor with the parts that are right; a twin replaces one of them. */
    private static class BrokenWorker implements Worker {
        static final int OPEN = 0;
        static final int SHUT = 1;
        static final int STOPPED = 2;
        static final int ENDED = 3;

        final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        volatile int state = OPEN;

        @Override
        public boolean execute(Runnable task) {
            if (state != OPEN) {
                return false;
            }
            tasks.offer(task);
            return state < STOPPED || !tasks.remove(task);
        }

        @Override
        public void runTasks() {
            for (Runnable task = next(); task != null; task = next()) {
                task.run();
            }
            if (state == SHUT) {
                endIfEmpty();
            }
        }

        private @Nullable Runnable next() {
            return state < STOPPED ? tasks.poll() : null;
        }

        void endIfEmpty() {
            state = ENDED;
            if (!tasks.isEmpty()) {
                state = SHUT;
            }
        }

        @Override
        public void shutdown() {
            state = SHUT;
        }

        @Override
        public List<Runnable> shutdownNow() {
            state = STOPPED;
            List<Runnable> neverRan = new ArrayList<>();
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                neverRan.add(task);
            }
            return neverRan;
        }
    }

    /**
     * An executor ends while a task is handed to it, or while it is about to run one. What becomes of the task is counted:
     * each run, and each list in which it is handed back.
     */
    abstract static class Trial {
        final Worker worker;
        private final AtomicInteger runs = new AtomicInteger();
        private int handedBack; // by the thread that stops it

        private Trial(Worker worker) {
            this.worker = worker;
        }

        /** Hands the task over: whether it was accepted. */
        final int execute() {
            return worker.execute(runs::incrementAndGet) ? 1 : 0;
        }

        final void stop() {
            handedBack = worker.shutdownNow().size();
        }

        /** Afterwards, when the loop has looked once more. */
        final int runs() {
            worker.runTasks();
            return runs.get();
        }

        /** Afterwards. */
        final int handedBack() {
            return handedBack;
        }
    }

    /** A producer hands a task over: how often it was run or handed back, and whether it was accepted. */
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "it was accepted, and has been run or handed back")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "it was rejected")
    @Outcome(id = "0, 1", expect = Expect.FORBIDDEN, desc = "it was accepted, and is lost")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "it was rejected, and yet run or handed back")
    @Outcome(id = "2, .*", expect = Expect.FORBIDDEN, desc = "it has been run and handed back")
    private interface ExecuteOutcomes {}

    /** A producer hands a task over, while the executor is stopped. */
    @JCStressTest
    @JCStressMeta(ExecuteOutcomes.class)
    @State
    public static class ExecuteAgainstStop extends Trial {
        public ExecuteAgainstStop() {
            super(new RealWorker());
        }

        @Actor
        public void stopper() {
            stop();
        }

        @Actor
        public void producer(II_Result result) {
            Pace.pause();
            result.r2 = execute();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r1 = runs() + handedBack();
        }
    }

    /** The producer looks at the state before it hands the task over, but not again afterwards. */
    @JCStressTest
    @JCStressMeta(ExecuteOutcomes.class)
    @State
    public static class TwinLooksOnce extends Trial {
        public TwinLooksOnce() {
            super(new BrokenWorker() {
                @Override
                public boolean execute(Runnable task) {
                    return state == OPEN && tasks.offer(task);
                }
            });
        }

        @Actor
        public void stopper() {
            stop();
        }

        @Actor
        public void producer(II_Result result) {
            Pace.pause();
            result.r2 = execute();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r1 = runs() + handedBack();
        }
    }

    /** A producer hands a task over, while the executor is shut down and its loop ends. */
    @JCStressTest
    @JCStressMeta(ExecuteOutcomes.class)
    @State
    public static class ExecuteAgainstEnd extends Trial {
        public ExecuteAgainstEnd() {
            super(new RealWorker());
        }

        @Actor
        public void loop() {
            worker.shutdown();
            worker.runTasks();
        }

        @Actor
        public void producer(II_Result result) {
            Pace.pause();
            result.r2 = execute();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r1 = runs() + handedBack();
        }
    }

    /** Looks whether there are tasks before it says that it ends. */
    @JCStressTest
    @JCStressMeta(ExecuteOutcomes.class)
    @State
    public static class TwinEndsTooLate extends Trial {
        public TwinEndsTooLate() {
            super(new BrokenWorker() {
                @Override
                void endIfEmpty() {
                    if (tasks.isEmpty()) {
                        Pace.leaveRoom();
                        state = ENDED;
                    }
                }
            });
        }

        @Actor
        public void loop() {
            worker.shutdown();
            worker.runTasks();
        }

        @Actor
        public void producer(II_Result result) {
            Pace.pause();
            result.r2 = execute();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r1 = runs() + handedBack();
        }
    }

    /** The loop is about to run a task when the executor is stopped: whether it has run, and whether it was handed back. */
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the loop was first, and has run it")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the stopper was first, and has it back")
    @Outcome(id = "1, 1", expect = Expect.FORBIDDEN, desc = "it was handed back and has run")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "it has not run, and was not handed back")
    private interface StopOutcomes {}

    /** The protocol itself. */
    @JCStressTest
    @JCStressMeta(StopOutcomes.class)
    @State
    public static class StopAgainstRun extends Trial {
        public StopAgainstRun() {
            super(new RealWorker());
            var _ = execute();
        }

        @Actor
        public void loop() {
            worker.runTasks();
        }

        @Actor
        public void stopper() {
            Pace.pause();
            stop();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r1 = runs();
            result.r2 = handedBack();
        }
    }

    /** Takes a task out when it has run, and not in a turn in which no other thread takes it. */
    @JCStressTest
    @JCStressMeta(StopOutcomes.class)
    @State
    public static class TwinRunsOutOfTurn extends Trial {
        public TwinRunsOutOfTurn() {
            super(new BrokenWorker() {
                @Override
                public void runTasks() {
                    Runnable task = tasks.peek();
                    if (task != null && state < STOPPED) {
                        task.run();
                        tasks.poll();
                    }
                }
            });
            var _ = execute();
        }

        @Actor
        public void loop() {
            worker.runTasks();
        }

        @Actor
        public void stopper() {
            Pace.pause();
            stop();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r1 = runs();
            result.r2 = handedBack();
        }
    }
}

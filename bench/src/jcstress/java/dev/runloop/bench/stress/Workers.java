package dev.runloop.bench.stress;

import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.UnrunExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The executors of loops, and executors that are wrong. */
final class Workers {
    private Workers() {}

    /** The executor of a loop. */
    static Worker executor() {
        RunLoopExecutor executor = UnrunExecutor.make();
        return new Worker() {
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
        };
    }

    /** Has producers look at the state before they hand a task over, but not again afterwards. */
    static Worker lookingOnce() {
        return new Broken() {
            @Override
            public boolean execute(Runnable task) {
                return state == OPEN && tasks.offer(task);
            }
        };
    }

    /** Looks whether there are tasks before it says that it ends. */
    static Worker endingTooLate() {
        return new Broken() {
            @Override
            void endIfEmpty() {
                if (tasks.isEmpty()) {
                    state = ENDED;
                }
            }
        };
    }

    /** Takes a task out when it has run, and not in a turn in which nobody else takes it. */
    static Worker runningOutOfTurn() {
        return new Broken() {
            @Override
            public void runTasks() {
                Runnable task = tasks.peek();
                if (task != null && state < STOPPED) {
                    task.run();
                    tasks.poll();
                }
            }
        };
    }

    /** An executor with the parts that are right; one of them is to be replaced. */
    private abstract static class Broken implements Worker {
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
}

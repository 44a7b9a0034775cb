package dev.runloop.bench.soak;

import dev.runloop.RunLoopThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Executors with one rare fault each, and the lane that has to catch it. */
enum Twin {
    LOSES_A_TASK("lost or out of order in producer \\d: number [\\d,]+ ran right after number") {
        @Override
        Lane start(LaneContext context) {
            return new ShutdownLane(context, () -> new Faulty(context) {
                @Override
                public void execute(Runnable task) {
                    if (!isTurn()) {
                        super.execute(task);
                    }
                }
            });
        }
    },
    HANDS_TOO_FEW_BACK("[\\d,]+ lost: [\\d,]+ tasks offered") {
        @Override
        Lane start(LaneContext context) {
            return new ShutdownLane(context, () -> new Faulty(context) {
                @Override
                public List<Runnable> shutdownNow() {
                    List<Runnable> handedBack = new ArrayList<>(super.shutdownNow());
                    handedBack.removeIf(TrackedTask.class::isInstance);
                    return handedBack;
                }
            });
        }
    },
    HANDS_BACK_WHAT_RUNS("twice: task.* comes to an end as \"handed back\", after \"ran\"") {
        @Override
        Lane start(LaneContext context) {
            return new ShutdownLane(context, () -> new Faulty(context) {
                @Override
                public List<Runnable> shutdownNow() {
                    List<Runnable> handedBack = super.shutdownNow();
                    handedBack.stream()
                            .filter(TrackedTask.class::isInstance)
                            .limit(1)
                            .forEach(Runnable::run);
                    return handedBack;
                }
            });
        }
    },
    FORGETS_FUTURES("never answers, since its executor has ended") {
        @Override
        Lane start(LaneContext context) {
            return new ShutdownLane(context, () -> new Faulty(context) {
                @Override
                public List<Runnable> shutdownNow() {
                    List<Runnable> handedBack = new ArrayList<>(super.shutdownNow());
                    handedBack.removeIf(Future.class::isInstance);
                    return handedBack;
                }
            });
        }
    },
    RUNS_A_TASK_TWICE("twice: task [\\d,]+ of producer \\d comes to an end as \"ran\", after \"ran\"") {
        @Override
        Lane start(LaneContext context) {
            return new ExecuteLane(context, new Faulty(context) {
                @Override
                public void execute(Runnable task) {
                    super.execute(task);
                    if (isTurn()) {
                        super.execute(task);
                    }
                }
            });
        }
    },
    REORDERS("out of order in producer \\d: number [\\d,]+ ran after number") {
        @Override
        Lane start(LaneContext context) {
            return new ExecuteLane(context, new Faulty(context) {
                @Override
                public void execute(Runnable task) {
                    super.execute(isTurn() ? () -> super.execute(task) : task);
                }
            });
        }
    },
    REFUSES("unexpected in step \\d+: (?s:.*)RejectedExecutionException: without a reason") {
        @Override
        Lane start(LaneContext context) {
            return new ExecuteLane(context, new Faulty(context) {
                @Override
                public void execute(Runnable task) {
                    if (isTurn()) {
                        throw new RejectedExecutionException("without a reason");
                    }
                    super.execute(task);
                }
            });
        }
    },
    SWALLOWS_FAILURES("[\\d,]+ failures unheard: [\\d,]+ thrown, [\\d,]+ told") {
        @Override
        Lane start(LaneContext context) {
            return new ExecuteLane(context, new Faulty(context) {
                @Override
                public void execute(Runnable task) {
                    super.execute(() -> {
                        try {
                            task.run();
                        } catch (SeededFailure e) {
                            // swallowed
                        }
                    });
                }
            });
        }
    },
    INTERRUPTS_ANOTHER("interrupted for another: task") {
        @Override
        Lane start(LaneContext context) {
            return new ExecuteLane(context, new Faulty(context) {
                @Override
                public void execute(Runnable task) {
                    super.execute(() -> {
                        Thread.currentThread().interrupt();
                        task.run();
                    });
                }
            });
        }
    },
    NEVER_ANSWERS("stuck: no progress for PT[\\d.]+S in step \\d+; all loops and threads at that moment are in ") {
        @Override
        Lane start(LaneContext context) {
            return new ExecuteLane(context, new Faulty(context) {
                private final AtomicInteger accepted = new AtomicInteger();

                @Override
                public void execute(Runnable task) {
                    if (accepted.incrementAndGet() < EVERY) {
                        super.execute(task);
                    }
                }
            });
        }
    },
    LEAKS("heap: grows by [\\d,]+ bytes in ten minutes, [\\d,]+ in the [\\d.]+ s that are judged; allowed are") {
        @Override
        Lane start(LaneContext context) {
            return new ExecuteLane(context, new Faulty(context) {
                @Override
                public void execute(Runnable task) {
                    LEAKED.add(new byte[1 << 10]);
                    super.execute(task);
                }

                @Override
                public Future<?> submit(Runnable task) {
                    LEAKED.add(new byte[1 << 10]);
                    return super.submit(task);
                }
            });
        }
    },
    IS_EARLY("early by [\\d,]+ ns: task") {
        @Override
        Lane start(LaneContext context) {
            return new ScheduleLane(context, new Faulty(context) {
                @Override
                public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                    return super.schedule(task, isTurn() ? delay / 2 : delay, unit);
                }
            });
        }
    },
    RUNS_WHAT_IS_CANCELLED("twice: a task comes to an end as \"ran\", after \"cancelled\"") {
        @Override
        Lane start(LaneContext context) {
            return new ScheduleLane(context, new Faulty(context) {
                @Override
                public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                    return new Undead<>(super.schedule(task, delay, unit), () -> {
                        var _ = super.schedule(task, LATE_MILLIS, TimeUnit.MILLISECONDS);
                    });
                }
            });
        }
    },
    RUNS_TWO_AT_ONCE("two threads at once in executor") {
        @Override
        Lane start(LaneContext context) {
            return new InvokeLane(context, context.executor("loop").buildGroup(2));
        }
    },
    LEAVES_A_THREAD("leaks: \\d threads are left, such as #\\d+ \"left alive\"") {
        @Override
        Lane start(LaneContext context) {
            return new ExecuteLane(context, new Faulty(context) {
                @Override
                public void close() {
                    super.close();
                    LEFT.add(Thread.ofVirtual().name("left alive").start(Twin::waitForEver));
                }
            });
        }
    },
    LEAVES_A_LOOP("leaks: \\d loops are left, such as RunLoop") {
        @Override
        Lane start(LaneContext context) {
            return new ExecuteLane(context, new Faulty(context) {
                @Override
                public void close() {
                    super.close();
                    LOOPS_LEFT.add(RunLoopThread.ofVirtual().name("left alive").start());
                }
            });
        }
    };

    private static final int EVERY = 20;
    private static final long LATE_MILLIS = 200; // when everything seems to be over
    private static final Queue<byte[]> LEAKED = new ConcurrentLinkedQueue<>();
    private static final Queue<Thread> LEFT = new ConcurrentLinkedQueue<>();
    private static final Queue<RunLoopThread> LOOPS_LEFT = new ConcurrentLinkedQueue<>();

    private static final int MAX_ROUNDS = 50;
    private static final int ROUNDS_TO_JUDGE = 6;
    private static final Duration ROUND = Duration.ofMillis(150);
    private static final Duration LONG_ROUND = Duration.ofMillis(400);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IMPATIENCE = Duration.ofMillis(500); // where the wait is what catches the twin

    private final String message;

    Twin(String message) {
        this.message = message;
    }

    /** How long the soak waits before it calls a lane stuck or a thread left behind. */
    Duration patience() {
        return switch (this) {
            case NEVER_ANSWERS, LEAVES_A_THREAD, LEAVES_A_LOOP -> IMPATIENCE;
            default -> PATIENCE;
        };
    }

    /** A regular expression for the violation. */
    String message() {
        return message;
    }

    /** How many rounds to try at most. */
    int rounds() {
        return this == LEAKS ? ROUNDS_TO_JUDGE : MAX_ROUNDS;
    }

    /** A leak needs time to stand out from the noise. */
    Duration round() {
        return this == LEAKS ? LONG_ROUND : ROUND;
    }

    abstract Lane start(LaneContext context);

    LaneKind lane() {
        return new LaneKind("twin", this::start);
    }

    /** Ends whatever twins have left behind. */
    static void tidyUp() throws InterruptedException {
        LEAKED.clear();
        for (Thread thread : LEFT) {
            thread.interrupt();
            if (!thread.join(Duration.ofSeconds(30))) {
                throw new AssertionError("still alive: " + thread);
            }
        }
        LOOPS_LEFT.forEach(RunLoopThread::close);
        LEFT.clear();
        LOOPS_LEFT.clear();
    }

    private static void waitForEver() {
        try {
            Thread.sleep(Duration.ofDays(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by tidyUp
        }
    }

    /** An executor with a fault now and then. */
    private static class Faulty extends ForwardingExecutor {
        private final AtomicInteger calls = new AtomicInteger();

        Faulty(LaneContext context) {
            this(context.executor("loop").build());
        }

        private Faulty(ScheduledExecutorService executor) {
            super(executor);
        }

        final boolean isTurn() {
            return calls.incrementAndGet() % EVERY == 0;
        }
    }

    /** A future whose task runs much later if it is cancelled. */
    private record Undead<V>(ScheduledFuture<V> future, Runnable runLater) implements ScheduledFuture<V> {
        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean isCancelled = future.cancel(mayInterrupt);
            if (isCancelled) {
                runLater.run();
            }
            return isCancelled;
        }

        @Override
        public boolean isCancelled() {
            return future.isCancelled();
        }

        @Override
        public boolean isDone() {
            return future.isDone();
        }

        @Override
        public V get() throws InterruptedException, ExecutionException {
            return future.get();
        }

        @Override
        public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
            return future.get(timeout, unit);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return future.getDelay(unit);
        }

        @Override
        public int compareTo(Delayed other) {
            return future.compareTo(other);
        }
    }
}

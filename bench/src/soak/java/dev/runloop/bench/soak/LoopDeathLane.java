package dev.runloop.bench.soak;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.Source0;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.perform.Perform;
import dev.runloop.perform.PerformRequest;
import dev.runloop.perform.Performer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Loops that end with work pending, because they are stopped or because their thread returns: waiting threads are
 * told, later work is refused, and what ran before ran in order.
 */
final class LoopDeathLane implements Lane {
    private static final int MAX_TASKS = 100;
    private static final long MAX_LIFE = TimeUnit.MILLISECONDS.toNanos(3);

    private final LaneContext context;

    LoopDeathLane(LaneContext context) {
        this.context = context;
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        if (random.nextBoolean()) {
            stopLoopThread(random);
        } else {
            letThreadReturn(random);
        }
        context.ledger().died();
    }

    private void stopLoopThread(SplittableRandom random) throws Exception {
        RunLoopThread loopThread = context.loopThread("short").start();
        var life = new Life(loopThread.loop());
        life.spend(random, own -> {
            sleep(own);
            life.isEnding = true;
            if (own.nextBoolean()) {
                loopThread.stop();
            } else {
                loopThread.close();
            }
        });
        context.ledger().count("end by stop");
    }

    private void letThreadReturn(SplittableRandom random) throws Exception {
        context.ledger().born();
        var hasLoop = new CountDownLatch(1);
        long lifetime = random.nextLong(MAX_LIFE);
        Thread thread = context.threadKind()
                .thread()
                .name(context.name() + " foreign")
                .start(() -> {
                    RunLoop loop = RunLoop.current();
                    loop.setExceptionHandler(context::uncaught);
                    loop.add(Source0.create(() -> {}), RunLoopMode.DEFAULT); // so that the run does not finish at once
                    hasLoop.countDown();
                    loop.runInMode(RunLoopMode.DEFAULT, Duration.ofNanos(lifetime), false);
                });
        hasLoop.await();
        try {
            var life = new Life(RunLoop.of(thread));
            life.isEnding = true; // at any moment
            life.spend(random, _ -> thread.join());
            context.ledger().count("end by return");
        } catch (RunLoopEndedException e) {
            context.ledger().count("end by return, before anything was submitted");
        } finally {
            thread.join();
        }
    }

    private static void sleep(SplittableRandom random) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(random.nextLong(MAX_LIFE));
    }

    @Override
    public void settle() {} // each step does

    @Override
    public void stop() {} // each step does

    /** The life of one loop and what is submitted to it. */
    private final class Life {
        private final RunLoop loop;
        private final RunLoopExecutor executor;
        private final OverlapCheck overlap = new OverlapCheck(context, "loop");
        private final Queue<TrackedTask> untold = new ConcurrentLinkedQueue<>(); // they end silently
        private final Queue<Pending> pending = new ConcurrentLinkedQueue<>();
        volatile boolean isEnding; // before that, nothing may be refused

        /** A task with a future. */
        private record Pending(TrackedTask task, Future<?> future) {}

        Life(RunLoop loop) {
            this.loop = loop;
            this.executor = RunLoopExecutors.on(loop);
        }

        void spend(SplittableRandom random, LaneContext.Producer end) throws Exception {
            List<LaneContext.Producer> all = new ArrayList<>();
            all.add(end);
            all.add(this::perform);
            all.add(this::performAndWait);
            all.add(this::queueBlocks);
            all.add(this::execute);
            context.together(random, all);
            account();
        }

        /** Submits until the loop refuses, or often enough. */
        private void produce(SplittableRandom random, Predicate<TrackedTask> handOver) {
            boolean accepted = true;
            for (int i = 0; i < MAX_TASKS && accepted; i++) {
                accepted = handOver.test(context.task(overlap, random));
                context.require(accepted || isEnding, "refused, although the loop goes on");
                Stalls.betweenTasks(random);
            }
        }

        private void perform(SplittableRandom random) {
            OrderCheck order = OrderCheck.gapless(context, "performs");
            produce(
                    random,
                    task -> context.handOverOrRefuse("perform on a dying loop", task.in(order), () -> {
                        PerformRequest<?> request = Perform.onThread(loop.thread(), (Runnable) task);
                        pending.add(new Pending(task, request.future()));
                    }));
        }

        private void performAndWait(SplittableRandom random) throws InterruptedException {
            Performer performer;
            try {
                performer = Perform.on(loop.thread());
            } catch (RunLoopEndedException e) {
                return;
            }
            boolean accepted = true;
            for (int i = 0; i < MAX_TASKS && accepted; i++) {
                accepted = performAndWait(performer, context.task(overlap, random));
            }
        }

        /** Such a call fails when the task is refused, and when it is pending as the loop ends. */
        private boolean performAndWait(Performer performer, TrackedTask task) throws InterruptedException {
            context.ledger().offered("perform and wait on a dying loop");
            try {
                performer.performAndWait((Runnable) task);
                return true;
            } catch (SeededFailure e) {
                e.isHeard();
                return true;
            } catch (RunLoopEndedException e) {
                context.require(isEnding, "told of an end, although the loop goes on");
                task.end(Outcome.ENDED);
                return false;
            }
        }

        private void queueBlocks(SplittableRandom random) {
            OrderCheck order = OrderCheck.gapless(context, "blocks");
            produce(random, task -> {
                untold.add(task.in(order));
                context.ledger().offered("block on a dying loop");
                try {
                    loop.perform(task);
                    loop.wakeUp();
                    return true;
                } catch (RunLoopEndedException e) {
                    return false; // the loop has ended by now; it may have run the block just before
                }
            });
        }

        private void execute(SplittableRandom random) {
            OrderCheck order = OrderCheck.gapless(context, "tasks");
            produce(
                    random,
                    task -> context.handOverOrRefuse("execute on a dying loop", task.in(order), () -> {
                        if (random.nextBoolean()) {
                            executor.execute(task);
                            untold.add(task);
                        } else {
                            pending.add(new Pending(task, executor.submit((Runnable) task)));
                        }
                    }));
        }

        /** The loop was told to end, and has ended once the executor has terminated. */
        private void account() throws InterruptedException {
            while (!executor.awaitTermination(1, TimeUnit.DAYS)) {
                context.ledger().count("wait of a day");
            }
            for (Pending each : pending) {
                tell(each);
            }
            boolean _ = loop.thread().join(Duration.ofDays(1));
            for (TrackedTask task : untold) {
                if (!task.isOver()) {
                    task.end(Outcome.DROPPED);
                }
            }
            overlap.audit();
        }

        private void tell(Pending each) throws InterruptedException {
            if (each.future().isCancelled()) {
                each.task().end(Outcome.CANCELLED);
                return;
            }
            try {
                each.future().get();
                context.require(each.task().hasRun(), "has a result and has not run: " + each.task());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RunLoopEndedException) {
                    each.task().end(Outcome.ENDED);
                } else {
                    context.hear(e.getCause());
                }
            }
        }
    }
}

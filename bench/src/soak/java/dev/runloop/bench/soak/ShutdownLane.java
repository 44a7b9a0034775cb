package dev.runloop.bench.soak;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Short-lived executors that are shut down in all possible ways while producers submit. Each task runs, is handed
 * back or was refused.
 */
final class ShutdownLane implements Lane {
    private static final int PRODUCERS = 2;
    private static final int MAX_TASKS = 100;
    private static final long MAX_DELAY = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long MAX_LIFE = TimeUnit.MILLISECONDS.toNanos(3);

    /** How an executor ends. */
    private enum End {
        SHUTDOWN,
        SHUTDOWN_NOW,
        SHUTDOWN_AND_THEN_NOW,
        CLOSE
    }

    private static final List<End> WAYS = List.of(End.values());

    private final LaneContext context;
    private final Supplier<? extends ScheduledExecutorService> executors;

    ShutdownLane(LaneContext context, Supplier<? extends ScheduledExecutorService> executors) {
        this.context = context;
        this.executors = executors;
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        new Life(executors.get()).spend(random);
    }

    @Override
    public void settle() {} // each step does

    @Override
    public void stop() {} // each step does

    /** The life of one executor. */
    private final class Life {
        private final ScheduledExecutorService executor;
        private final OverlapCheck overlap = new OverlapCheck(context, "executor");
        private final Queue<Submitted> submitted = new ConcurrentLinkedQueue<>();
        private volatile boolean isEnding; // before that, nothing may be refused

        /** A task with a future. */
        private record Submitted(Future<?> future, TrackedTask task) {}

        Life(ScheduledExecutorService executor) {
            this.executor = executor;
        }

        void spend(SplittableRandom random) throws Exception {
            List<Runnable> handedBack = new ArrayList<>();
            List<LaneContext.Producer> all = new ArrayList<>();
            all.add(own -> end(own, handedBack));
            for (int i = 1; i <= PRODUCERS; i++) {
                OrderCheck order = OrderCheck.gapless(context, "producer " + i);
                all.add(own -> produce(order, own));
            }
            try {
                context.together(random, all);
            } finally {
                executor.close();
                context.ledger().died();
            }
            account(handedBack);
        }

        private void produce(OrderCheck order, SplittableRandom random) {
            boolean accepted = true;
            for (int i = 0; i < MAX_TASKS && accepted; i++) {
                TrackedTask task = context.task(overlap, random);
                task.mayBeInterrupted();
                accepted = switch (random.nextInt(3)) {
                    case 0 -> handOver("execute", task.in(order), () -> executor.execute(task));
                    case 1 -> handOver("submit", task.in(order), () -> keep(executor.submit((Runnable) task), task));
                    default -> schedule(task, random.nextLong(MAX_DELAY));
                };
                Stalls.betweenTasks(random);
            }
        }

        private boolean schedule(TrackedTask task, long nanos) {
            task.after(nanos);
            return handOver(
                    "schedule",
                    task,
                    () -> keep(executor.schedule((Runnable) task, nanos, TimeUnit.NANOSECONDS), task));
        }

        private void keep(Future<?> future, TrackedTask task) {
            submitted.add(new Submitted(future, task));
        }

        private boolean handOver(String operation, TrackedTask task, Runnable call) {
            boolean accepted = context.handOverOrRefuse(operation, task, call);
            context.require(accepted || isEnding, "refused, although the executor is open");
            return accepted;
        }

        private void end(SplittableRandom random, List<Runnable> handedBack) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(random.nextLong(MAX_LIFE));
            isEnding = true;
            End way = WAYS.get(random.nextInt(WAYS.size()));
            switch (way) {
                case SHUTDOWN -> executor.shutdown();
                case SHUTDOWN_NOW -> handedBack.addAll(executor.shutdownNow());
                case SHUTDOWN_AND_THEN_NOW -> {
                    executor.shutdown();
                    Stalls.betweenTasks(random);
                    handedBack.addAll(executor.shutdownNow());
                }
                case CLOSE -> executor.close();
            }
            context.ledger().count("end by " + way);
            while (!executor.awaitTermination(1, TimeUnit.DAYS)) {
                context.ledger().count("wait of a day");
            }
        }

        /** Called when all producers have ended. */
        private void account(List<Runnable> handedBack) throws InterruptedException {
            var byFuture = new IdentityHashMap<Object, TrackedTask>();
            submitted.forEach(each -> byFuture.put(each.future(), each.task()));
            for (Runnable returned : handedBack) {
                TrackedTask task = returned instanceof TrackedTask plain ? plain : byFuture.remove(returned);
                if (task == null) {
                    context.violated("handed back what was never submitted, or twice: " + returned);
                } else {
                    task.end(Outcome.HANDED_BACK);
                }
            }
            for (Submitted each : submitted) {
                if (each.future().isDone()) {
                    context.await(each.future());
                } else if (!each.task().was(Outcome.HANDED_BACK)) {
                    context.violated("never answers, since its executor has ended: " + each.task());
                }
            }
            overlap.audit();
        }
    }
}

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
 * Executors that live for a burst: while producers hand over tasks, they are shut down in each of the ways that there
 * are. Each task runs, is handed back, or was refused.
 */
final class ShutdownLane implements Lane {
    private static final int PRODUCERS = 2;
    private static final int MOST_ERRANDS = 100;
    private static final long LONGEST_DELAY = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_LIFE = TimeUnit.MILLISECONDS.toNanos(3);

    /** How an executor ends. */
    private enum End {
        SHUTDOWN,
        SHUTDOWN_NOW,
        SHUTDOWN_AND_THEN_NOW,
        CLOSE
    }

    private static final List<End> WAYS = List.of(End.values());

    private final Site site;
    private final Supplier<? extends ScheduledExecutorService> executors;

    ShutdownLane(Site site, Supplier<? extends ScheduledExecutorService> executors) {
        this.site = site;
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

    /** From the beginning to the end of one executor. */
    private final class Life {
        private final ScheduledExecutorService executor;
        private final Residence residence = new Residence(site, "executor");
        private final Queue<Submitted> submitted = new ConcurrentLinkedQueue<>();
        private volatile boolean isEnding; // else nothing may be refused

        /** What has a future. */
        private record Submitted(Future<?> future, Errand errand) {}

        Life(ScheduledExecutorService executor) {
            this.executor = executor;
        }

        void spend(SplittableRandom random) throws Exception {
            List<Runnable> handedBack = new ArrayList<>();
            List<Site.Producer> all = new ArrayList<>();
            all.add(own -> end(own, handedBack));
            for (int i = 1; i <= PRODUCERS; i++) {
                Line line = Line.gapless(site, "producer " + i);
                all.add(own -> produce(line, own));
            }
            try {
                site.together(random, all);
            } finally {
                executor.close();
                site.ledger().died();
            }
            account(handedBack);
        }

        private void produce(Line line, SplittableRandom random) {
            boolean accepted = true;
            for (int i = 0; i < MOST_ERRANDS && accepted; i++) {
                Errand errand = site.errand(residence, random);
                errand.mayBeInterrupted();
                accepted = switch (random.nextInt(3)) {
                    case 0 -> handOver("execute", errand.in(line), () -> executor.execute(errand));
                    case 1 ->
                        handOver("submit", errand.in(line), () -> keep(executor.submit((Runnable) errand), errand));
                    default -> schedule(errand, random.nextLong(LONGEST_DELAY));
                };
                Stalls.betweenErrands(random);
            }
        }

        private boolean schedule(Errand errand, long nanos) {
            errand.after(nanos);
            return handOver(
                    "schedule",
                    errand,
                    () -> keep(executor.schedule((Runnable) errand, nanos, TimeUnit.NANOSECONDS), errand));
        }

        private void keep(Future<?> future, Errand errand) {
            submitted.add(new Submitted(future, errand));
        }

        private boolean handOver(String operation, Errand errand, Runnable call) {
            boolean accepted = site.handOverOrRefuse(operation, errand, call);
            site.require(accepted || isEnding, "refused, although the executor is open");
            return accepted;
        }

        private void end(SplittableRandom random, List<Runnable> handedBack) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(random.nextLong(LONGEST_LIFE));
            isEnding = true;
            End way = WAYS.get(random.nextInt(WAYS.size()));
            switch (way) {
                case SHUTDOWN -> executor.shutdown();
                case SHUTDOWN_NOW -> handedBack.addAll(executor.shutdownNow());
                case SHUTDOWN_AND_THEN_NOW -> {
                    executor.shutdown();
                    Stalls.betweenErrands(random);
                    handedBack.addAll(executor.shutdownNow());
                }
                case CLOSE -> executor.close();
            }
            site.ledger().count("end by " + way);
            while (!executor.awaitTermination(1, TimeUnit.DAYS)) {
                site.ledger().count("wait of a day");
            }
        }

        /** All threads that have touched the executor have ended. */
        private void account(List<Runnable> handedBack) throws InterruptedException {
            var errands = new IdentityHashMap<Object, Errand>();
            submitted.forEach(each -> errands.put(each.future(), each.errand()));
            for (Runnable task : handedBack) {
                Errand errand = task instanceof Errand plain ? plain : errands.remove(task);
                if (errand == null) {
                    site.violated("handed back what was never handed over, or twice: " + task);
                } else {
                    errand.end(Outcome.HANDED_BACK);
                }
            }
            for (Submitted each : submitted) {
                if (each.future().isDone()) {
                    site.await(each.future());
                } else if (!each.errand().was(Outcome.HANDED_BACK)) {
                    site.violated("never answers, since its executor has ended: " + each.errand());
                }
            }
            residence.audit();
        }
    }
}

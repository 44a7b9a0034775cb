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
 * Loops that end with work pending, be it that they are stopped or that their thread just returns: who waits is told,
 * what comes afterwards is refused, and what has run has run in order up to the end.
 */
final class LoopDeathLane implements Lane {
    private static final int MOST_ERRANDS = 100;
    private static final long LONGEST_LIFE = TimeUnit.MILLISECONDS.toNanos(3);

    private final Site site;

    LoopDeathLane(Site site) {
        this.site = site;
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        if (random.nextBoolean()) {
            stopLoopThread(random);
        } else {
            letThreadReturn(random);
        }
        site.ledger().died();
    }

    private void stopLoopThread(SplittableRandom random) throws Exception {
        RunLoopThread loopThread = site.loopThread("short").start();
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
        site.ledger().count("end by stop");
    }

    private void letThreadReturn(SplittableRandom random) throws Exception {
        site.ledger().born();
        var hasLoop = new CountDownLatch(1);
        long lifetime = random.nextLong(LONGEST_LIFE);
        Thread thread = site.threadKind()
                .thread()
                .name(site.name() + " foreign")
                .start(() -> {
                    RunLoop loop = RunLoop.current();
                    loop.setExceptionHandler(site::uncaught);
                    loop.add(Source0.create(() -> {}), RunLoopMode.DEFAULT); // so that it does not finish at once
                    hasLoop.countDown();
                    loop.runInMode(RunLoopMode.DEFAULT, Duration.ofNanos(lifetime), false);
                });
        hasLoop.await();
        try {
            var life = new Life(RunLoop.of(thread));
            life.isEnding = true; // at any moment
            life.spend(random, _ -> thread.join());
            site.ledger().count("end by return");
        } catch (RunLoopEndedException e) {
            site.ledger().count("end by return, before anything was handed over");
        } finally {
            thread.join();
        }
    }

    private static void sleep(SplittableRandom random) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(random.nextLong(LONGEST_LIFE));
    }

    @Override
    public void settle() {} // each step does

    @Override
    public void stop() {} // each step does

    /** What is handed to one loop, from its beginning to its end. */
    private final class Life {
        private final RunLoop loop;
        private final RunLoopExecutor executor;
        private final Residence residence = new Residence(site, "loop");
        private final Queue<Errand> untold = new ConcurrentLinkedQueue<>(); // nobody is told of their end
        private final Queue<Pending> pending = new ConcurrentLinkedQueue<>();
        volatile boolean isEnding; // else nothing may be refused

        /** Somebody is told what becomes of it. */
        private record Pending(Errand errand, Future<?> future) {}

        Life(RunLoop loop) {
            this.loop = loop;
            this.executor = RunLoopExecutors.on(loop);
        }

        void spend(SplittableRandom random, Site.Producer end) throws Exception {
            List<Site.Producer> all = new ArrayList<>();
            all.add(end);
            all.add(this::perform);
            all.add(this::performAndWait);
            all.add(this::queueBlocks);
            all.add(this::execute);
            site.together(random, all);
            account();
        }

        /** Until the loop refuses, or there were enough. */
        private void produce(SplittableRandom random, Predicate<Errand> handOver) {
            boolean accepted = true;
            for (int i = 0; i < MOST_ERRANDS && accepted; i++) {
                accepted = handOver.test(site.errand(residence, random));
                site.require(accepted || isEnding, "refused, although the loop goes on");
                Stalls.betweenErrands(random);
            }
        }

        private void perform(SplittableRandom random) {
            Line line = Line.gapless(site, "performs");
            produce(
                    random,
                    errand -> site.handOverOrRefuse("perform on a dying loop", errand.in(line), () -> {
                        PerformRequest<?> request = Perform.onThread(loop.thread(), (Runnable) errand);
                        pending.add(new Pending(errand, request.future()));
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
            for (int i = 0; i < MOST_ERRANDS && accepted; i++) {
                accepted = performAndWait(performer, site.errand(residence, random));
            }
        }

        /** Such a call fails for one that is refused and for one that is pending when the loop ends. */
        private boolean performAndWait(Performer performer, Errand errand) throws InterruptedException {
            site.ledger().offered("perform and wait on a dying loop");
            try {
                performer.performAndWait((Runnable) errand);
                return true;
            } catch (SeededFailure e) {
                e.isHeard();
                return true;
            } catch (RunLoopEndedException e) {
                site.require(isEnding, "told of an end, although the loop goes on");
                errand.end(Outcome.ENDED);
                return false;
            }
        }

        private void queueBlocks(SplittableRandom random) {
            Line line = Line.gapless(site, "blocks");
            produce(random, errand -> {
                untold.add(errand.in(line));
                site.ledger().offered("block on a dying loop");
                try {
                    loop.perform(errand);
                    loop.wakeUp();
                    return true;
                } catch (RunLoopEndedException e) {
                    return false; // the loop has ended by now; it may have run the block just before
                }
            });
        }

        private void execute(SplittableRandom random) {
            Line line = Line.gapless(site, "tasks");
            produce(
                    random,
                    errand -> site.handOverOrRefuse("execute on a dying loop", errand.in(line), () -> {
                        if (random.nextBoolean()) {
                            executor.execute(errand);
                            untold.add(errand);
                        } else {
                            pending.add(new Pending(errand, executor.submit((Runnable) errand)));
                        }
                    }));
        }

        /** The loop has been told to end; when the executor has terminated, it has. */
        private void account() throws InterruptedException {
            while (!executor.awaitTermination(1, TimeUnit.DAYS)) {
                site.ledger().count("wait of a day");
            }
            for (Pending each : pending) {
                tell(each);
            }
            boolean _ = loop.thread().join(Duration.ofDays(1));
            for (Errand errand : untold) {
                if (!errand.isOver()) {
                    errand.end(Outcome.DROPPED);
                }
            }
            residence.audit();
        }

        private void tell(Pending each) throws InterruptedException {
            if (each.future().isCancelled()) {
                each.errand().end(Outcome.CANCELLED);
                return;
            }
            try {
                each.future().get();
                site.require(each.errand().hasRun(), "has a result and has not run: " + each.errand());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RunLoopEndedException) {
                    each.errand().end(Outcome.ENDED);
                } else {
                    site.hear(e.getCause());
                }
            }
        }
    }
}

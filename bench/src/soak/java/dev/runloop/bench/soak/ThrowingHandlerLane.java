package dev.runloop.bench.soak;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A loop whose exception handler throws each time it is told of a failure. Blocks, a source, timers and the tasks of an
 * executor fail far more often than elsewhere, and everything behind a failure still has to run.
 */
final class ThrowingHandlerLane implements Lane {
    private static final int MOST_ERRANDS = 30;
    private static final int ERRANDS_A_FAILURE = 4;
    private static final long LONGEST_DELAY = 2_000_000;

    /** The loop's last resort before stderr, which is not what is soaked here. Held, since loggers are weakly held. */
    private static final Logger SILENT = Logger.getLogger("dev.runloop");

    private final Site site;
    private final RunLoopThread loopThread;
    private final RunLoop loop;
    private final RunLoopExecutor executor;
    private final Residence residence;
    private final Queue<Errand> commands = new ConcurrentLinkedQueue<>();
    private final Source0 source;
    private final AtomicInteger failures = new AtomicInteger();

    ThrowingHandlerLane(Site site) {
        SILENT.setLevel(Level.OFF);
        this.site = site;
        this.loopThread =
                site.loopThread("loop").exceptionHandler(this::hearAndThrow).start();
        this.loop = loopThread.loop();
        this.residence = new Residence(site, "loop");
        this.executor = RunLoopExecutors.on(loop);
        this.source = Source0.create(this::drain);
        loop.add(source, RunLoopMode.DEFAULT);
    }

    private void hearAndThrow(Thread thread, Throwable failure) {
        site.uncaught(thread, failure);
        site.ledger().count("handler throws");
        switch (failures.incrementAndGet() % 4) {
            case 0 -> throw new IllegalStateException("the handler fails");
            case 1 -> throw new AssertionError("the handler fails with an error", failure);
            case 2 -> throw new MessageThrows();
            default -> rethrow(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void rethrow(Throwable failure) throws X {
        throw (X) failure;
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        site.together(random, List.of(this::blocks, this::signals, this::timers, this::tasks));
    }

    private void blocks(SplittableRandom random) throws InterruptedException {
        each("block", random, errand -> {
            loop.perform(errand);
            loop.wakeUp();
        });
    }

    private void signals(SplittableRandom random) throws InterruptedException {
        each("source", random, errand -> {
            commands.add(errand);
            source.signalAndWakeUp();
        });
    }

    private void drain() {
        for (Errand errand = commands.poll(); errand != null; errand = commands.poll()) {
            if (!commands.isEmpty()) {
                source.signalAndWakeUp(); // this one may throw
            }
            errand.run();
        }
    }

    private void timers(SplittableRandom random) throws InterruptedException {
        each("timer", random, errand -> addTimer(random.nextLong(LONGEST_DELAY), errand), errand -> {
            addTimer(LONGEST_DELAY, errand); // fires behind all others
        });
    }

    private void addTimer(long delay, Errand errand) {
        loop.add(RunLoopTimer.oneShot(Duration.ofNanos(delay), _ -> errand.run()), RunLoopMode.DEFAULT);
    }

    private void tasks(SplittableRandom random) throws InterruptedException {
        each("execute", random, executor::execute);
    }

    private void each(String operation, SplittableRandom random, HandOver handOver) throws InterruptedException {
        each(operation, random, handOver, handOver);
    }

    /** Hands over errands of which many throw, and waits for the last, which has to be the last to run. */
    private void each(String operation, SplittableRandom random, HandOver handOver, HandOver lastHandOver)
            throws InterruptedException {
        for (int i = random.nextInt(MOST_ERRANDS); i > 0; i--) {
            Errand errand = site.errand(residence, random);
            if (random.nextInt(ERRANDS_A_FAILURE) == 0) {
                errand.failing();
            }
            site.handOver(operation, () -> handOver.accept(errand));
            Stalls.betweenErrands(random);
        }
        Errand last = new Errand(site, residence).failing().awaited();
        site.handOver(operation, () -> lastHandOver.accept(last));
        last.await();
    }

    /** How an errand reaches the loop. */
    @FunctionalInterface
    private interface HandOver {
        void accept(Errand errand);
    }

    /** Each step has waited for the last errand of each kind; its failure has been told when another callback begins. */
    @Override
    public void settle() throws Exception {
        Errand barrier = new Errand(site, residence).awaited();
        site.handOver("block", () -> loop.perform(barrier));
        loop.wakeUp();
        barrier.await();
        residence.audit();
    }

    @Override
    public void stop() throws Exception {
        executor.close();
        loopThread.close();
        site.ledger().died();
    }

    /** What cannot even be printed. */
    private static final class MessageThrows extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MessageThrows() {
            super(null, null, false, false);
        }

        @Override
        public String getMessage() {
            throw new IllegalStateException("the message fails");
        }
    }
}

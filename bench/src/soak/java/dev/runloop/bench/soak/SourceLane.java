package dev.runloop.bench.soak;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopSource;
import dev.runloop.RunLoopThread;
import dev.runloop.Source0;
import dev.runloop.Source1;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Sources of both kinds on one loop, each with a queue of commands that producers fill before they signal; blocks
 * besides; and observers, which see each pass from its beginning to its end. Now and then a source is taken out of the
 * loop while it is signalled, and put back.
 */
final class SourceLane implements Lane {
    private static final int MOST_ERRANDS = 60;
    private static final int ERRANDS_A_REMOVAL = 50;

    private final Site site;
    private final RunLoopThread loopThread;
    private final RunLoop loop;
    private final Residence residence;
    private final PassWatch passes;
    private final List<Commands> commands = new ArrayList<>();
    private final Line blocks;

    SourceLane(Site site) {
        this.site = site;
        this.loopThread = site.loopThread("loop").start();
        this.loop = loopThread.loop();
        this.residence = new Residence(site, "loop");
        this.passes = new PassWatch(site, loop);
        this.blocks = Line.gapless(site, "blocks");
        commands.add(new Commands("source signalled, then woken"));
        commands.add(new Commands("source signalled and woken"));
        commands.add(new Commands("source of kind 1"));
        addSources();
    }

    private void addSources() {
        Commands first = commands.get(0);
        Source0 plain = Source0.create(2, first::drain);
        first.start(plain, () -> {
            plain.signal();
            loop.wakeUp();
        });
        Commands second = commands.get(1);
        Source0 urgent = Source0.create(1, second::drain);
        second.start(urgent, urgent::signalAndWakeUp);
        Commands third = commands.get(2);
        Source1 own = Source1.create(third::drain);
        third.start(own, own::signal);
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        List<Site.Producer> producers = new ArrayList<>();
        producers.add(this::queueBlocks);
        for (Commands each : commands) {
            producers.add(each::produce);
        }
        site.together(random, producers);
    }

    private void queueBlocks(SplittableRandom random) throws InterruptedException {
        for (int i = random.nextInt(MOST_ERRANDS); i > 0; i--) {
            Errand errand = site.errand(residence, random).in(blocks);
            site.handOver("block", () -> loop.perform(errand));
            if (random.nextBoolean()) {
                loop.wakeUp();
            }
            Stalls.betweenErrands(random);
        }
        Errand last = site.errand(residence, random).in(blocks).awaited();
        site.handOver("block", () -> loop.perform(last));
        loop.wakeUp();
        last.await();
    }

    /** Each step has waited for the last errand of each line; a failure after that may still be on its way. */
    @Override
    public void settle() throws Exception {
        Errand barrier = new Errand(site, residence).in(blocks).awaited();
        site.handOver("block", () -> loop.perform(barrier));
        loop.wakeUp();
        barrier.await();
        residence.audit();
    }

    @Override
    public void stop() {
        loopThread.close();
        site.ledger().died();
        passes.requireEnded();
        commands.forEach(Commands::requireOut);
    }

    /** A source with its queue, and the producer that fills it. */
    private final class Commands {
        private final String operation;
        private final Queue<Errand> queue = new ConcurrentLinkedQueue<>();
        private final Line line;
        private RunLoopSource source = Source0.create(() -> {});
        private Runnable signal = () -> {};

        Commands(String operation) {
            this.operation = operation;
            this.line = Line.gapless(site, operation);
        }

        /** Before there is a producer. */
        void start(RunLoopSource added, Runnable signals) {
            source = added;
            signal = signals;
            loop.add(added, RunLoopMode.DEFAULT);
        }

        void produce(SplittableRandom random) throws InterruptedException {
            for (int i = random.nextInt(MOST_ERRANDS); i > 0; i--) {
                handOver(site.errand(residence, random).in(line));
                if (random.nextInt(ERRANDS_A_REMOVAL) == 0) {
                    removeAndAddAgain(random);
                }
                Stalls.betweenErrands(random);
            }
            Errand last = site.errand(residence, random).in(line).awaited();
            handOver(last);
            last.await();
        }

        private void handOver(Errand errand) {
            site.ledger().offered(operation);
            queue.add(errand);
            signal.run();
        }

        /** A signal stays with its source; only to add it wakes nobody up, unless it is of kind 1. */
        private void removeAndAddAgain(SplittableRandom random) {
            loop.remove(source, RunLoopMode.DEFAULT);
            Stalls.betweenErrands(random);
            loop.add(source, RunLoopMode.DEFAULT);
            if (source instanceof Source0) {
                loop.wakeUp();
            }
            site.ledger().count("source taken out and put back");
        }

        /** What one of the errands throws is not to keep the others from running. */
        private void drain() {
            for (Errand errand = queue.poll(); errand != null; errand = queue.poll()) {
                try {
                    errand.run();
                } catch (SeededFailure e) {
                    signal.run();
                    throw e;
                }
            }
        }

        void requireOut() {
            site.require(
                    !loop.contains(source, RunLoopMode.DEFAULT),
                    "a source is still in the loop that has ended: " + operation);
        }
    }
}

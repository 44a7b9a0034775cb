package dev.runloop.bench.soak;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopSource;
import dev.runloop.Source0;
import dev.runloop.Source1;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Sources of both kinds on one loop, each with a command buffer that producers fill before they signal, along with
 * blocks and an observer that checks each pass. Now and then a signalled source is removed from the loop and added
 * again.
 */
final class SourceLane extends LoopLane {
    private static final int MAX_TASKS = 60;
    private static final int TASKS_PER_REMOVAL = 50;

    private final PassWatch passes;
    private final List<Commands> commands = new ArrayList<>();
    private final OrderCheck blocks;

    SourceLane(LaneContext context) {
        super(context);
        this.passes = new PassWatch(context, loop);
        this.blocks = OrderCheck.gapless(context, "blocks");
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
        List<LaneContext.Producer> producers = new ArrayList<>();
        producers.add(this::queueBlocks);
        for (Commands each : commands) {
            producers.add(each::produce);
        }
        context.together(random, producers);
    }

    private void queueBlocks(SplittableRandom random) throws InterruptedException {
        for (int i = random.nextInt(MAX_TASKS); i > 0; i--) {
            TrackedTask task = context.task(overlap, random).in(blocks);
            context.handOver("block", () -> loop.perform(task));
            if (random.nextBoolean()) {
                loop.wakeUp();
            }
            Stalls.betweenTasks(random);
        }
        performAndAwait(context.task(overlap, random).in(blocks));
    }

    @Override
    public void stop() throws Exception {
        super.stop();
        passes.requireEnded();
        commands.forEach(Commands::requireOut);
    }

    /** A source with its queue, and the producer that fills it. */
    private final class Commands {
        private final String operation;
        private final Queue<TrackedTask> queue = new ConcurrentLinkedQueue<>();
        private final OrderCheck order;
        private RunLoopSource source = Source0.create(() -> {});
        private Runnable signal = () -> {};

        Commands(String operation) {
            this.operation = operation;
            this.order = OrderCheck.gapless(context, operation);
        }

        void start(RunLoopSource added, Runnable signals) {
            source = added;
            signal = signals;
            loop.add(added, RunLoopMode.DEFAULT);
        }

        void produce(SplittableRandom random) throws InterruptedException {
            for (int i = random.nextInt(MAX_TASKS); i > 0; i--) {
                handOver(context.task(overlap, random).in(order));
                if (random.nextInt(TASKS_PER_REMOVAL) == 0) {
                    removeAndAddAgain(random);
                }
                Stalls.betweenTasks(random);
            }
            TrackedTask last = context.task(overlap, random).in(order).awaited();
            handOver(last);
            last.await();
        }

        private void handOver(TrackedTask task) {
            context.ledger().offered(operation);
            queue.add(task);
            signal.run();
        }

        /** A source keeps its signal, but adding it does not wake the loop, unless it is of kind 1. */
        private void removeAndAddAgain(SplittableRandom random) {
            loop.remove(source, RunLoopMode.DEFAULT);
            Stalls.betweenTasks(random);
            loop.add(source, RunLoopMode.DEFAULT);
            if (source instanceof Source0) {
                loop.wakeUp();
            }
            context.ledger().count("source taken out and put back");
        }

        /** A task that throws must not keep the others from running. */
        private void drain() {
            for (TrackedTask task = queue.poll(); task != null; task = queue.poll()) {
                try {
                    task.run();
                } catch (SeededFailure e) {
                    signal.run();
                    throw e;
                }
            }
        }

        void requireOut() {
            context.require(
                    !loop.contains(source, RunLoopMode.DEFAULT),
                    "a source is still in the loop that has ended: " + operation);
        }
    }
}

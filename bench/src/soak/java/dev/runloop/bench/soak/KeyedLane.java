package dev.runloop.bench.soak;

import dev.runloop.KeyedRunLoops;
import dev.runloop.RunLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Loops by key that go idle after milliseconds, so that keys keep getting new loops. A key has one loop at a time,
 * which sees what the previous one wrote, and the blocks of a producer run in order.
 */
final class KeyedLane implements Lane {
    private static final int KEYS = 6;
    private static final int PRODUCERS = 2;
    private static final int MAX_TASKS = 30;
    private static final int STEPS_PER_LIFE = 25;
    private static final Duration IDLE_TIME = Duration.ofMillis(2);

    private final LaneContext context;
    private final List<Key> keys = new ArrayList<>();
    private KeyedRunLoops<Key> loops;
    private int steps;

    KeyedLane(LaneContext context) {
        this.context = context;
        for (int i = 1; i <= KEYS; i++) {
            keys.add(new Key(i));
        }
        loops = newLoops();
    }

    private KeyedRunLoops<Key> newLoops() {
        var builder =
                context.threadKind() == ThreadKind.VIRTUAL ? KeyedRunLoops.ofVirtual() : KeyedRunLoops.ofPlatform();
        return builder.name(context.name() + " ")
                .idleTime(IDLE_TIME)
                .exceptionHandler(context::uncaught)
                .start();
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        context.together(random, IntStream.range(0, PRODUCERS).boxed().toList(), this::produce);
        if (++steps % STEPS_PER_LIFE == 0) {
            close();
            loops = newLoops();
        }
    }

    private void produce(int producer, SplittableRandom random) throws InterruptedException {
        for (int i = random.nextInt(MAX_TASKS); i > 0; i--) {
            perform(keys.get(random.nextInt(KEYS)), producer, random);
            Stalls.betweenTasks(random);
        }
        Key key = keys.get(random.nextInt(KEYS));
        TrackedTask last = key.task().drawn(random).in(key.orders.get(producer)).awaited();
        context.handOver("perform by key", () -> loops.perform(key, last));
        last.await();
    }

    private void perform(Key key, int producer, SplittableRandom random) {
        TrackedTask task = key.task().drawn(random).in(key.orders.get(producer));
        context.handOver("perform by key", () -> loops.perform(key, task));
    }

    private void close() {
        KeyedRunLoops<Key> ended = loops;
        ended.close();
        context.require(
                ended.isTerminated() && ended.size() == 0, "close() has returned, and there are loops: " + ended);
        keys.forEach(Key::hasNoLoop);
        context.mustRefuse(
                "perform by key",
                () -> ended.perform(
                        keys.getFirst(), () -> context.violated("a block was run that came after close()")));
    }

    @Override
    public void settle() {
        close();
        loops = newLoops();
    }

    @Override
    public void stop() {
        close();
    }

    /** The state of a key, without locks. */
    private final class Key {
        private final int number;
        private final OverlapCheck overlap;
        private final List<OrderCheck> orders = new ArrayList<>();
        private @Nullable RunLoop loop; // that has run the last block

        Key(int number) {
            this.number = number;
            this.overlap = new OverlapCheck(context, "key " + number);
            for (int i = 1; i <= PRODUCERS; i++) {
                orders.add(OrderCheck.gapless(context, "key " + number + ", producer " + i));
            }
        }

        TrackedTask task() {
            return new TrackedTask(context, overlap) {
                @Override
                void visit() {
                    see(RunLoop.current());
                }
            };
        }

        private void see(RunLoop current) {
            RunLoop before = loop;
            if (before == current) {
                return;
            }
            loop = current;
            context.ledger().born();
            if (before != null) {
                context.ledger().died();
                context.require(before.hasEnded(), "two loops of " + this + " at once");
            }
        }

        /** All loops have ended. */
        void hasNoLoop() {
            if (loop != null) {
                loop = null;
                context.ledger().died();
            }
            overlap.audit();
        }

        @Override
        public String toString() {
            return "key " + number;
        }
    }
}

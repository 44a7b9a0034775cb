package dev.runloop.bench.subject;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import org.jspecify.annotations.Nullable;

/** A Disruptor for many producers with one handler and the default wait strategy. Its ring is bounded. */
final class DisruptorHandler implements Subject {
    private static final int CAPACITY = 1 << 17;

    /** An entry of the ring. */
    private static final class Slot {
        private @Nullable Runnable task;

        private void run() {
            Runnable next = task;
            task = null;
            if (next != null) {
                next.run();
            }
        }
    }

    @Override
    public String name() {
        return "Disruptor";
    }

    @Override
    public Actor open() {
        var disruptor = new Disruptor<>(
                Slot::new, CAPACITY, DaemonThreadFactory.INSTANCE, ProducerType.MULTI, new BlockingWaitStrategy());
        disruptor.handleEventsWith((slot, _, _) -> slot.run());
        var ring = disruptor.start();
        return new Actor(
                task -> {
                    long place = ring.next();
                    ring.get(place).task = task;
                    ring.publish(place);
                },
                null,
                disruptor::shutdown);
    }
}

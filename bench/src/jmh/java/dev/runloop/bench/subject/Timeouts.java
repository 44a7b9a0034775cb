package dev.runloop.bench.subject;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Timeouts that never fire: all are scheduled from another thread, then cancelled in another order. The delays, from 10 to
 * 60 seconds, and the order are the same in every run.
 *
 * <p>A subject may remove a cancelled task at once or leave that to its own thread. So a round does not end with the last
 * {@code cancel}, but when the subject has let go of all of them. Schedule and cancel are not reported apart: a subject that
 * puts off the work of the one until the other would look good in one figure and bad in the other.
 */
public final class Timeouts {
    private static final long SEED = 20_010_324;
    private static final long SHORTEST = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final long[] delays;
    private final int[] cancelOrder;

    /** Something that schedules and cancels. */
    public interface Timers extends AutoCloseable {
        Object schedule(Runnable body, long nanos);

        void cancel(Object timeout);

        /** Waits until the cancelled timeouts are forgotten. */
        void awaitLetGo() throws InterruptedException;

        @Override
        void close();
    }

    public Timeouts(int count) {
        var random = new SplittableRandom(SEED);
        delays = random.longs(count, SHORTEST, LONGEST).toArray();
        List<Integer> order = IntStream.range(0, count).boxed().collect(Collectors.toList());
        Collections.shuffle(order, random);
        cancelOrder = order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Schedules all, cancels all, and waits until they are forgotten. */
    public void scheduleThenCancel(Timers timers) throws InterruptedException {
        var timeouts = new Object[delays.length];
        for (int i = 0; i < timeouts.length; i++) {
            timeouts[i] = timers.schedule(Timeouts::timeOut, delays[i]);
        }
        for (int i : cancelOrder) {
            timers.cancel(timeouts[i]);
        }
        timers.awaitLetGo();
    }

    private static void timeOut() {}

    /** The timers of an executor. One that works in order has let go once a later task and a later timer have run. */
    public static Timers of(Actor actor) {
        return new Timers() {
            private final ScheduledExecutorService timers = actor.requireTimers();

            @Override
            @SuppressWarnings("FutureReturnValueIgnored") // cancel() gets it
            public Object schedule(Runnable body, long nanos) {
                return timers.schedule(body, nanos, TimeUnit.NANOSECONDS);
            }

            @Override
            public void cancel(Object timeout) {
                ((Future<?>) timeout).cancel(false);
            }

            @Override
            public void awaitLetGo() throws InterruptedException {
                var letGo = new CountDownLatch(2);
                actor.executor().execute(letGo::countDown);
                var _ = timers.schedule(letGo::countDown, 1, TimeUnit.NANOSECONDS);
                letGo.await();
            }

            @Override
            public void close() {
                actor.close();
            }
        };
    }
}

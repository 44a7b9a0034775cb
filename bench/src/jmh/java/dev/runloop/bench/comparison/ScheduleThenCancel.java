package dev.runloop.bench.comparison;

import dev.runloop.bench.subject.Actor;
import dev.runloop.bench.subject.Started;
import dev.runloop.bench.subject.Subject;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a timeout costs that never fires: scheduled from another thread, then cancelled, with 100,000 outstanding.
 *
 * <p>Delays lie between 10 and 60 seconds, in no order, and the order of cancelling is another one. Both are the same in
 * every run. Subjects may take a cancelled task out at once or leave that to their own thread. So the time does not end
 * with the last {@code cancel} but when a task executed after it, and one scheduled after it for the next nanosecond,
 * have run: by then a subject that works in order has let go of all that was cancelled.
 *
 * <p>Schedule and cancel are not reported apart: who puts off the work of the one until the other would look good in one
 * figure and bad in the other.
 */
final class ScheduleThenCancel implements Measure {
    private static final int TIMEOUTS = 100_000;
    private static final long SEED = 20_010_324;
    private static final long SHORTEST = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final long[] delays;
    private final int[] cancelOrder;

    ScheduleThenCancel() {
        var random = new SplittableRandom(SEED);
        delays = random.longs(TIMEOUTS, SHORTEST, LONGEST).toArray();
        List<Integer> order = IntStream.range(0, TIMEOUTS).boxed().collect(Collectors.toList());
        Collections.shuffle(order, random);
        cancelOrder = order.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String name() {
        return "schedule, then cancel 100,000";
    }

    @Override
    public String unit() {
        return "ns/timeout";
    }

    @Override
    public boolean moreIsBetter() {
        return false;
    }

    @Override
    public boolean accepts(Subject subject) {
        return subject.schedules();
    }

    @Override
    public long firstWork() {
        return 1;
    }

    @Override
    public long run(Subject subject, long work) throws InterruptedException {
        try (var actor = subject.open()) {
            Started.await(actor);
            long startedAt = System.nanoTime();
            for (long i = 0; i < work; i++) {
                scheduleAndCancelAll(actor);
                awaitLetGo(actor);
            }
            return System.nanoTime() - startedAt;
        }
    }

    @Override
    public double value(long work, long nanos) {
        return (double) nanos / (work * TIMEOUTS);
    }

    private void scheduleAndCancelAll(Actor actor) {
        var timers = actor.requireTimers();
        var timeouts = new Future<?>[TIMEOUTS];
        for (int i = 0; i < TIMEOUTS; i++) {
            timeouts[i] = timers.schedule(ScheduleThenCancel::timeOut, delays[i], TimeUnit.NANOSECONDS);
        }
        for (int i : cancelOrder) {
            timeouts[i].cancel(false);
        }
    }

    private static void awaitLetGo(Actor actor) throws InterruptedException {
        var letGo = new CountDownLatch(2);
        actor.executor().execute(letGo::countDown);
        var _ = actor.requireTimers().schedule(letGo::countDown, 1, TimeUnit.NANOSECONDS);
        letGo.await();
    }

    private static void timeOut() {}
}

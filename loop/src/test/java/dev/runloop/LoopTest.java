package dev.runloop;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.SteppingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A test on the thread of a fresh loop, for which time passes only while it sleeps. */
abstract class LoopTest extends ConcurrentTest {
    static final RunLoopMode MODE = RunLoopMode.of("test");
    static final RunLoopMode OTHER = RunLoopMode.of("other");
    static final Duration LONG = Duration.ofHours(1);

    final SteppingClock clock = new SteppingClock();
    final List<String> trace = new ArrayList<>();

    /** What is done on the thread of the loop. */
    @FunctionalInterface
    interface LoopAction {
        void run(RunLoop loop) throws Exception;
    }

    /** Does it on a thread with a fresh loop in virtual time, and fails with what it throws. */
    void onLoop(LoopAction action) throws Exception {
        var task = new FutureTask<Void>(() -> {
            RunLoop loop = LoopRegistry.create(Thread.currentThread(), clock);
            loop.setExceptionHandler((thread, failure) -> {
                throw new AssertionError("a callback has thrown", failure);
            });
            action.run(loop);
            return null;
        });
        Thread thread = Thread.ofPlatform().name("test").start(task);
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw (Exception) e.getCause();
        } finally {
            thread.join();
        }
    }

    /** A source that keeps a mode from being empty, and is never signalled. */
    static Source0 keep(RunLoop loop, RunLoopMode mode) {
        var source = Source0.create(() -> {});
        loop.add(source, mode);
        return source;
    }

    /** A signalled source in a mode that notes its name, and then does something. */
    Source0 signalled(RunLoop loop, RunLoopMode mode, String name, Runnable action) {
        var source = source(name, 0, action);
        loop.add(source, mode);
        source.signal();
        return source;
    }

    Source0 source(String name, int order, Runnable action) {
        return Source0.create(order, () -> {
            trace.add(name);
            action.run();
        });
    }

    /** A timer in a mode that notes its name and the milliseconds since the start. */
    RunLoopTimer timer(RunLoop loop, RunLoopMode mode, String name, long delay, long interval) {
        RunLoopTimer timer = timer(name, delay, interval, () -> {});
        loop.add(timer, mode);
        return timer;
    }

    RunLoopTimer timer(String name, long delay, long interval, Runnable action) {
        return RunLoopTimer.builder()
                .clock(clock)
                .firstFire(Duration.ofMillis(delay))
                .interval(Duration.ofMillis(interval))
                .build(timer -> {
                    trace.add(name + "@" + clock.elapsed().toMillis());
                    action.run();
                });
    }

    /** An observer in a mode that notes every activity. */
    RunLoopObserver watch(RunLoop loop, RunLoopMode mode) {
        var observer = RunLoopObserver.create(
                EnumSet.allOf(RunLoopActivity.class), (self, activity) -> trace.add(activity.toString()));
        loop.add(observer, mode);
        return observer;
    }

    /** An observer in a mode that does something at some activities. */
    static RunLoopObserver at(RunLoop loop, RunLoopMode mode, Collection<RunLoopActivity> activities, Runnable action) {
        var observer = RunLoopObserver.create(activities, (self, activity) -> action.run());
        loop.add(observer, mode);
        return observer;
    }

    /** One pass that does not wait. */
    static RunLoopResult poll(RunLoop loop, RunLoopMode mode) {
        return loop.runInMode(mode, Duration.ZERO, false);
    }

    static RunLoopResult runFor(RunLoop loop, RunLoopMode mode, long millis) {
        return loop.runInMode(mode, Duration.ofMillis(millis), false);
    }
}

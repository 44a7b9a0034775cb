package dev.runloop.bench.loops;

import static java.util.Objects.requireNonNull;

import dev.runloop.ChannelSource;
import dev.runloop.KeyedRunLoops;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopItem;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopObserver;
import dev.runloop.RunLoopTimer;
import dev.runloop.Source0;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.perform.Perform;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Many things of one kind in or on the current loop. */
abstract class Crowd {
    private static final Duration LONG = Duration.ofDays(1);

    final RunLoop loop = RunLoop.current();

    abstract void add(int count) throws Exception;

    /** Has each do its work once. */
    abstract void serve() throws Exception;

    abstract void remove() throws Exception;

    /** Processor time of this thread in nanoseconds, as other threads may be busy too. */
    long time() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    final void poll(RunLoopMode mode) {
        loop.runInMode(mode, Duration.ZERO, false);
    }

    private static RunLoopMode mode(int number) {
        return RunLoopMode.of("mode " + number);
    }

    /** Items of one kind, in the default mode or in all common ones. */
    static final class OfItems extends Crowd {
        private static final int MODES = 4;

        private final RunLoopMode mode;
        private final Supplier<RunLoopItem> maker;
        private final List<RunLoopItem> items = new ArrayList<>();

        OfItems(RunLoopMode mode, Supplier<RunLoopItem> maker) {
            this.mode = mode;
            this.maker = maker;
            for (int i = 0; i < MODES; i++) {
                loop.addCommonMode(mode(i));
            }
        }

        static RunLoopItem source() {
            return Source0.create(() -> {});
        }

        static RunLoopItem timer() {
            return RunLoopTimer.repeating(LONG, timer -> {});
        }

        static RunLoopItem observer() {
            return RunLoopObserver.create(Set.of(RunLoopActivity.BEFORE_TIMERS), (self, activity) -> {});
        }

        @Override
        void add(int count) {
            for (int i = 0; i < count; i++) {
                RunLoopItem item = maker.get();
                items.add(item);
                loop.add(item, mode);
            }
        }

        @Override
        void serve() {
            for (RunLoopItem item : items) {
                if (item instanceof Source0 source) {
                    source.signal();
                } else if (item instanceof RunLoopTimer timer) {
                    timer.setNextFireDate(loop.clock().instant());
                }
            }
            poll(RunLoopMode.DEFAULT);
        }

        @Override
        void remove() {
            for (RunLoopItem item : items) {
                loop.remove(item, mode);
            }
        }
    }

    /** Sources that are signalled at once, each of which ends a run. */
    static final class OfReturns extends Crowd {
        private final List<Source0> sources = new ArrayList<>();

        @Override
        void add(int count) {
            for (int i = 0; i < count; i++) {
                var source = Source0.create(i % 7, () -> {});
                sources.add(source);
                loop.add(source, RunLoopMode.DEFAULT);
            }
        }

        @Override
        void serve() {
            sources.forEach(Source0::signal);
            for (int i = 0; i < sources.size(); i++) {
                loop.runInMode(RunLoopMode.DEFAULT, LONG, true);
            }
        }

        @Override
        void remove() {
            sources.forEach(RunLoopItem::invalidate);
        }
    }

    /** Blocks; they leave as they run. */
    static final class OfBlocks extends Crowd {
        private final RunLoopMode mode;

        OfBlocks(RunLoopMode mode) {
            this.mode = mode;
        }

        @Override
        void add(int count) {
            for (int i = 0; i < count; i++) {
                loop.perform(mode, () -> {});
            }
        }

        @Override
        void serve() {
            poll(RunLoopMode.DEFAULT);
        }

        @Override
        void remove() {}
    }

    /** Modes with a source each. */
    static final class OfModes extends Crowd {
        private final List<Source0> sources = new ArrayList<>();

        @Override
        void add(int count) {
            for (int i = 0; i < count; i++) {
                var source = Source0.create(() -> {});
                sources.add(source);
                loop.add(source, mode(i));
            }
        }

        @Override
        void serve() {
            for (int i = 0; i < sources.size(); i++) {
                sources.get(i).signal();
                poll(mode(i));
            }
        }

        @Override
        void remove() {
            for (int i = 0; i < sources.size(); i++) {
                loop.remove(sources.get(i), mode(i));
            }
        }
    }

    /** Common modes, all with one and the same source. */
    static final class OfCommonModes extends Crowd {
        private final Source0 source = Source0.create(() -> {});
        private int modes;

        @Override
        void add(int count) {
            loop.add(source, RunLoopMode.COMMON);
            for (int i = 0; i < count; i++) {
                loop.addCommonMode(mode(i));
            }
            modes = count;
        }

        @Override
        void serve() {
            for (int i = 0; i < modes; i++) {
                poll(mode(i));
            }
        }

        @Override
        void remove() {
            loop.remove(source, RunLoopMode.COMMON);
        }
    }

    /** Executors on one loop. */
    static final class OfExecutors extends Crowd {
        private final List<RunLoopExecutor> executors = new ArrayList<>();

        @Override
        void add(int count) {
            for (int i = 0; i < count; i++) {
                executors.add(RunLoopExecutors.on(loop));
            }
        }

        @Override
        void serve() {
            for (RunLoopExecutor executor : executors) {
                executor.execute(() -> {});
            }
            poll(RunLoopMode.DEFAULT);
        }

        @Override
        void remove() {
            for (RunLoopExecutor executor : executors) {
                executor.shutdown();
            }
            poll(RunLoopMode.DEFAULT);
        }
    }

    /** Sources that watch one channel, or one each. */
    static final class OfChannels extends Crowd {
        private final boolean oneEach;
        private final List<Pipe> pipes = new ArrayList<>();
        private final List<ChannelSource> sources = new ArrayList<>();

        OfChannels(boolean oneEach) {
            this.oneEach = oneEach;
        }

        @Override
        void add(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                if (pipes.isEmpty() || oneEach) {
                    Pipe pipe = Pipe.open();
                    pipe.source().configureBlocking(false);
                    pipes.add(pipe);
                }
                var source = ChannelSource.create(pipes.getLast().source(), SelectionKey.OP_READ, self -> {});
                sources.add(source);
                loop.add(source, RunLoopMode.DEFAULT);
            }
        }

        @Override
        void serve() {
            sources.forEach(ChannelSource::signal);
            for (int i = 0; i < sources.size(); i++) {
                poll(RunLoopMode.DEFAULT);
            }
        }

        @Override
        void remove() throws IOException {
            sources.forEach(source -> loop.remove(source, RunLoopMode.DEFAULT));
            for (Pipe pipe : pipes) {
                pipe.source().close();
                pipe.sink().close();
            }
        }
    }

    /** Performs with a delay; half of them are cancelled before. */
    static final class OfPerforms extends Crowd {
        private final List<Object> targets = new ArrayList<>();

        @Override
        void add(int count) {
            for (int i = 0; i < count; i++) {
                var target = new Object();
                targets.add(target);
                Perform.afterDelay(target, Duration.ZERO, () -> {});
                Perform.afterDelay(target, LONG, () -> {});
            }
        }

        @Override
        void serve() {
            poll(RunLoopMode.DEFAULT);
        }

        @Override
        void remove() {
            targets.forEach(Perform::cancelPreviousPerformRequests);
        }
    }

    /** Loops by key. */
    static final class OfKeyedLoops extends Crowd {
        private @Nullable KeyedRunLoops<Integer> loops;
        private int keys;

        @Override
        long time() {
            return System.nanoTime(); // the work is on other threads
        }

        @Override
        void add(int count) throws InterruptedException {
            keys = count;
            loops = KeyedRunLoops.ofVirtual().idleTime(LONG).start();
            visitAll(loops);
        }

        @Override
        void serve() throws InterruptedException {
            visitAll(requireNonNull(loops));
        }

        private void visitAll(KeyedRunLoops<Integer> visited) throws InterruptedException {
            var ran = new CountDownLatch(keys);
            for (int i = 0; i < keys; i++) {
                visited.perform(i, ran::countDown);
            }
            ran.await();
        }

        @Override
        void remove() {
            requireNonNull(loops).close();
        }
    }
}

package dev.runloop.stream;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.Source0;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;

/** A test of streams, on threads whose loops it runs pass by pass. */
abstract class StreamTest extends ConcurrentTest {
    static final RunLoopMode MODE = RunLoopMode.of("test");
    static final RunLoopMode OTHER = RunLoopMode.of("other");

    @TempDir
    Path folder;

    /** The events that {@link #note} and {@link #noteAndRead} have heard of. */
    final List<String> trace = new CopyOnWriteArrayList<>();

    /** What is done on the thread of the loop. */
    @FunctionalInterface
    interface LoopAction {
        void run(RunLoop loop) throws Exception;
    }

    /** Does it on a fresh thread with its loop, and fails with what it throws, or a callback. */
    void onLoop(ThreadKind kind, LoopAction action) throws Exception {
        onLoop(kind, (Callable<Void>) () -> {
            action.run(RunLoop.current());
            return null;
        });
    }

    private <T> T onLoop(ThreadKind kind, Callable<T> action) throws Exception {
        var task = new FutureTask<>(action);
        Thread thread = kind.thread().start(task);
        try {
            return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw (Exception) e.getCause();
        } finally {
            thread.join(PATIENCE);
        }
    }

    /** A pass that does not wait. */
    static RunLoopResult pass(RunLoop loop) {
        return loop.runInMode(MODE, Duration.ZERO, false);
    }

    static void passes(RunLoop loop, int count) {
        for (int i = 0; i < count; i++) {
            pass(loop);
        }
    }

    /** Runs the loop, asleep when there is nothing to do, until something holds after a pass. */
    static void runUntil(RunLoop loop, BooleanSupplier holds) {
        long start = System.nanoTime();
        while (!holds.getAsBoolean()) {
            loop.runInMode(MODE, Duration.ofMillis(100), true);
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("does not come to hold");
            }
        }
    }

    /** For code that may not throw what a wait does. */
    static void awaitQuietly(CountDownLatch latch) {
        try {
            await(latch);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void until(Callable<Boolean> holds) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(holds);
    }

    /** A source that keeps a mode from being empty. */
    static Source0 keep(RunLoop loop, RunLoopMode mode) {
        var source = Source0.create(() -> {});
        loop.add(source, mode);
        return source;
    }

    /** A client that notes the events. */
    <S extends RunLoopStream> StreamClient<S> note() {
        return (stream, event) -> trace.add(event.name());
    }

    /** Notes the events of a stream, as far as there is time for, and reads {@code size} bytes at each chance. */
    void noteAndRead(ReadStream stream, int size) {
        stream.setClient((in, event) -> {
            trace.add(event.name());
            if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                trace.add(text(in, size));
            }
        });
    }

    /** What one read has brought: the text, "end", or "none". */
    static String text(ReadStream stream, int size) {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        int count = stream.read(bytes);
        return count == 0
                ? "end"
                : count < 0
                        ? "none"
                        : StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    static ReadStream memory(String text) {
        return ReadStream.ofBytes(bytes(text));
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String written(WriteStream stream) {
        return StandardCharsets.UTF_8
                .decode(stream.property(StreamProperty.DATA_WRITTEN).orElseThrow())
                .toString();
    }

    /** How many descriptors this process has open. */
    static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}

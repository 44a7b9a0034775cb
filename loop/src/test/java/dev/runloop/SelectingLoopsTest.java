package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The way a loop waits")
class SelectingLoopsTest extends ConcurrentTest {
    private static final int LOOPS = 300;
    private static final int ATTEMPTS = 100;
    private static final Duration PROMPTLY = Duration.ofMillis(50);

    private final List<RunLoopThread> loops = new ArrayList<>();
    private final List<Pipe> pipes = new ArrayList<>();

    @AfterEach
    void closePipesBehindTheLoops() throws IOException {
        loops.forEach(RunLoopThread::close);
        for (Pipe pipe : pipes) {
            pipe.sink().close();
            pipe.source().close();
        }
    }

    @Test
    @DisplayName("in selectors leaves the carriers of " + LOOPS + " virtual loops to other virtual threads")
    void carriersAreFree() throws Exception {
        for (int i = 0; i < LOOPS; i++) {
            selectingLoop(ThreadKind.VIRTUAL);
        }
        Awaitility.await()
                .until(() -> loops.stream().allMatch(thread -> thread.loop().isWaiting()));
        int late = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            var ran = new CountDownLatch(1);
            long start = System.nanoTime();
            start(ThreadKind.VIRTUAL, ran::countDown);
            await(ran);
            late += System.nanoTime() - start < PROMPTLY.toNanos() ? 0 : 1;
        }
        assertTrue(late <= ATTEMPTS / 20, late + " of " + ATTEMPTS + " took longer than " + PROMPTLY);
        assertTrue(loops.stream().allMatch(thread -> thread.loop().isWaiting()), "some loop has not slept");
    }

    @Test
    @DisplayName("in a selector comes with the first channel and goes with the last")
    void selectsOnlyForChannels() throws Exception {
        RunLoopThread thread = startLoop(ThreadKind.PLATFORM);
        loops.add(thread);
        awaitWaitIn(thread, "park", "select");
        ChannelSource source = source();
        thread.loop().add(source, RunLoopMode.DEFAULT);
        awaitWaitIn(thread, "select", "park");
        source.invalidate();
        awaitWaitIn(thread, "park", "select");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("in a selector goes with the last channel also if that was closed behind the loop")
    void selectsNoMoreForClosedChannels(boolean invalidates) throws Exception {
        RunLoopThread thread = startLoop(ThreadKind.PLATFORM);
        loops.add(thread);
        ChannelSource source = source();
        thread.loop().add(source, RunLoopMode.DEFAULT);
        awaitWaitIn(thread, "select", "park");
        source.channel().close();
        if (invalidates) {
            source.invalidate();
        } else {
            thread.loop().wakeUp();
        }
        awaitWaitIn(thread, "park", "select");
    }

    private static void awaitWaitIn(RunLoopThread thread, String method, String notIn) {
        Awaitility.await().until(() -> {
            List<String> methods = Arrays.stream(thread.thread().getStackTrace())
                    .map(StackTraceElement::getMethodName)
                    .toList();
            return methods.contains(method) && !methods.contains(notIn);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("in a selector costs nothing while nothing happens")
    void idleSelectorsSleep(ThreadKind kind) throws Exception {
        RunLoop loop = selectingLoop(kind).loop();
        Awaitility.await().until(loop::isWaiting);
        long sleeps = loop.metrics().sleeps();
        Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        assertEquals(sleeps, loop.metrics().sleeps());
    }

    private RunLoopThread selectingLoop(ThreadKind kind) throws IOException {
        RunLoopThread thread = startLoop(kind);
        loops.add(thread);
        ChannelSource source = source();
        thread.loop().add(source, RunLoopMode.DEFAULT);
        Awaitility.await().pollDelay(Duration.ZERO).until(source.channel()::isRegistered);
        return thread;
    }

    private ChannelSource source() throws IOException {
        Pipe pipe = Pipe.open();
        pipes.add(pipe);
        pipe.source().configureBlocking(false);
        return ChannelSource.create(pipe.source(), SelectionKey.OP_READ, self -> {});
    }
}

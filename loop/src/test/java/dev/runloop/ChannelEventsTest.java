package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The events of channels")
class ChannelEventsTest extends ConcurrentTest {
    private static final int EVENTS = 200;

    private Pipe pipe() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        closing(pipe.sink());
        closing(pipe.source());
        return pipe;
    }

    private static void write(Pipe pipe) throws IOException {
        pipe.sink().write(ByteBuffer.wrap(new byte[1]));
    }

    private static void read(Pipe pipe) {
        try {
            pipe.source().read(ByteBuffer.allocate(16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("wake their loop once each, and it does not wake itself")
    void wakeOnce(ThreadKind kind) throws Exception {
        Pipe pipe = pipe();
        var performed = new AtomicInteger();
        RunLoop loop = startLoop(kind).loop();
        var source = ChannelSource.create(pipe.source(), SelectionKey.OP_READ, self -> {
            read(pipe);
            performed.incrementAndGet();
        });
        loop.add(source, RunLoopMode.DEFAULT);
        for (int i = 1; i <= EVENTS; i++) {
            awaitWaiting(loop);
            write(pipe);
            int expected = i;
            Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> performed.get() >= expected);
        }
        assertEquals(EVENTS, performed.get());
        assertTrue(loop.metrics().sleeps() < EVENTS + EVENTS / 10, () -> "" + loop.metrics());
        source.invalidate();
    }

    private static void awaitWaiting(RunLoop loop) {
        Awaitility.await().pollInterval(Duration.ofMillis(1)).until(loop::isWaiting);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that are of no interest any more are not performed, though they had become due")
    void respectInterest(ThreadKind kind) throws Exception {
        for (boolean isSignalled : List.of(false, true)) {
            List<Pipe> pipes = List.of(pipe(), pipe(), pipe());
            List<ChannelSource> sources = new ArrayList<>();
            List<ChannelSource> performed = new ArrayList<>();
            for (Pipe pipe : pipes) {
                write(pipe);
                sources.add(ChannelSource.create(pipe.source(), SelectionKey.OP_READ, self -> {
                    performed.add(self);
                    sources.forEach(source -> source.interestOps(0));
                }));
            }
            Thread thread = start(kind, () -> {
                RunLoop own = RunLoop.current();
                sources.forEach(source -> own.add(source, RunLoopMode.DEFAULT));
                for (int i = 0; i < 10; i++) {
                    own.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
                }
                if (isSignalled) { // by hand, which is another reason
                    sources.forEach(ChannelSource::signal);
                    for (int i = 0; i < 10; i++) {
                        own.runInMode(RunLoopMode.DEFAULT, Duration.ZERO, false);
                    }
                }
            });
            thread.join();
            assertEquals(isSignalled ? 1 + sources.size() : 1, performed.size());
        }
    }
}

package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopTimer;
import dev.runloop.test.ThreadKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A bridge between streams and java.io or channels")
class BlockingBridgeTest extends StreamTest {
    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(271).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("reads an input stream that blocks, while the loop goes on")
    void slowInput(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            var goOn = new CountDownLatch(1);
            var closed = new AtomicBoolean();
            InputStream slow = new ByteArrayInputStream(bytes("xx").array()) {
                @Override
                public synchronized int read(byte[] bytes, int offset, int length) {
                    awaitQuietly(goOn);
                    return super.read(bytes, offset, length);
                }

                @Override
                public void close() {
                    closed.set(true);
                }
            };
            try (ReadStream stream = ReadStream.ofInputStream(slow)) {
                noteAndRead(stream, 10);
                stream.schedule(loop, MODE);
                stream.open();
                loop.add(RunLoopTimer.oneShot(Duration.ofMillis(1), timer -> trace.add("timer")), MODE);
                runUntil(loop, () -> trace.contains("timer"));
                goOn.countDown();
                runUntil(loop, () -> trace.contains("END_ENCOUNTERED"));
            }
            assertTrue(trace.indexOf("timer") < trace.indexOf("xx"), trace::toString);
            until(closed::get);
        });
    }

    @Test
    @DisplayName("reads all that an input stream has, and fails as it does")
    void inputThatFails() {
        byte[] content = random(300_000);
        InputStream failing = new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                if (available() == 0) {
                    throw new IllegalStateException("broken");
                }
                return super.read(bytes, offset, length);
            }
        };
        try (ReadStream stream = ReadStream.ofInputStream(failing)) {
            stream.open();
            ByteBuffer read = ByteBuffer.allocate(content.length + 1);
            int count = stream.read(read);
            while (count > 0) {
                count = stream.read(read);
            }
            assertEquals(-1, count);
            assertArrayEquals(content, Arrays.copyOf(read.array(), read.position()));
            assertEquals("broken", stream.streamError().orElseThrow().getCause().getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("writes all to an output stream, and closes it after that")
    void output(ThreadKind kind) throws Exception {
        byte[] content = random(300_000);
        var written = new ByteArrayOutputStream();
        var closed = new CountDownLatch(1);
        OutputStream target = new OutputStream() {
            @Override
            public void write(int b) {
                written.write(b);
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        start(kind, () -> {
                    try (WriteStream stream = WriteStream.toOutputStream(target)) {
                        stream.open();
                        ByteBuffer bytes = ByteBuffer.wrap(content);
                        while (bytes.hasRemaining()) {
                            assertTrue(stream.write(bytes) > 0);
                        }
                    }
                })
                .join();
        await(closed);
        assertArrayEquals(content, written.toByteArray());
    }

    /** A channel that has no room for anything, as on a full disk. */
    private static final class FullChannel implements WritableByteChannel {
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile boolean open = true;

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            awaitQuietly(goOn);
            throw new IOException("No space left on device");
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fails when the channel that is written to fails, and closes it")
    void failingChannel(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            var channel = new FullChannel();
            WriteStream stream = WriteStream.toChannel(channel);
            stream.setClient(note());
            stream.schedule(loop, MODE);
            stream.open();
            assertEquals(3, stream.write(bytes("abc")));
            channel.goOn.countDown();
            runUntil(loop, () -> trace.contains("ERROR_OCCURRED"));
            assertEquals(
                    "No space left on device",
                    stream.streamError().orElseThrow().getMessage());
            until(() -> !channel.isOpen());
        });
    }

    @Test
    @DisplayName("tells the handler of uncaught exceptions of what fails after the stream has been closed")
    void failsAfterClosing() throws Exception {
        var told = new AtomicReference<Throwable>();
        var heard = new CountDownLatch(1);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            told.set(failure);
            heard.countDown();
        });
        var channel = new FullChannel();
        WriteStream stream = WriteStream.toChannel(channel);
        stream.open();
        stream.write(bytes("abc"));
        stream.close();
        channel.goOn.countDown();
        await(heard);
        assertEquals("No space left on device", told.get().getMessage());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("takes channels in non-blocking mode, and waits for them")
    void nonBlockingChannels(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            pipe.sink().configureBlocking(false);
            byte[] content = random(300_000);
            WriteStream out = WriteStream.toChannel(pipe.sink());
            ByteBuffer left = ByteBuffer.wrap(content);
            out.setClient((stream, event) -> {
                if (event == StreamEvent.CAN_ACCEPT_BYTES) {
                    if (left.hasRemaining()) {
                        out.write(left);
                    } else {
                        out.close();
                    }
                }
            });
            ByteBuffer received = ByteBuffer.allocate(content.length + 1);
            ReadStream in = closing(ReadStream.ofChannel(pipe.source()));
            in.setClient((stream, event) -> {
                trace.add(event.name());
                if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                    in.read(received);
                }
            });
            out.schedule(loop, MODE);
            in.schedule(loop, MODE);
            out.open();
            in.open();
            runUntil(loop, () -> trace.contains("END_ENCOUNTERED"));
            assertArrayEquals(content, Arrays.copyOf(received.array(), received.position()));
        });
    }

    @Test
    @DisplayName("closes what it was given when the stream is closed, opened or not")
    void closesWhatItWasGiven() throws Exception {
        Pipe pipe = Pipe.open();
        ReadStream in = ReadStream.ofChannel(pipe.source());
        WriteStream out = WriteStream.toChannel(pipe.sink());
        in.open();
        in.close(); // while its thread waits for a byte
        out.close();
        until(() -> !pipe.source().isOpen() && !pipe.sink().isOpen());
    }

    @Test
    @DisplayName("makes an input stream of a stream")
    void asInputStream() throws Exception {
        ReadStream stream = memory("hello");
        try (InputStream in = stream.asInputStream()) {
            assertEquals('h', in.read());
            assertEquals(1, in.available());
            byte[] some = new byte[6];
            assertEquals(2, in.read(some, 1, 2));
            assertEquals("el", new String(some, 1, 2, java.nio.charset.StandardCharsets.UTF_8));
            assertEquals(0, in.read(some, 0, 0));
            assertArrayEquals(bytes("lo").array(), in.readAllBytes());
            assertEquals(-1, in.read());
            assertThrows(IndexOutOfBoundsException.class, () -> in.read(some, 5, 2));
        }
        assertEquals(StreamStatus.CLOSED, stream.status());
        assertThrows(ClosedChannelException.class, () -> stream.asInputStream().read());
    }

    @Test
    @DisplayName("makes an output stream of a stream, each write of which writes all")
    void asOutputStream() throws Exception {
        StreamPair pair = closing(StreamPair.bound(10));
        byte[] content = random(1_000);
        Thread writer = start(ThreadKind.VIRTUAL, () -> {
            try (OutputStream out = pair.output().asOutputStream()) {
                out.write(content, 0, 999);
                out.write(content[999]);
            }
        });
        assertArrayEquals(content, pair.input().asInputStream().readAllBytes());
        assertTrue(writer.join(PATIENCE));
    }

    @Test
    @DisplayName("makes channels of streams, which are open as long as these")
    void asChannels() throws Exception {
        StreamPair pair = closing(StreamPair.bound(10));
        try (WritableByteChannel out = pair.output().asChannel();
                ReadableByteChannel in = pair.input().asChannel()) {
            assertTrue(out.isOpen() && in.isOpen());
            assertEquals(3, out.write(bytes("abc")));
            ByteBuffer read = ByteBuffer.allocate(5);
            assertEquals(3, in.read(read));
            pair.output().close();
            assertEquals(-1, in.read(read));
            assertFalse(out.isOpen());
            assertThrows(ClosedChannelException.class, () -> out.write(bytes("x")));
        }
        assertEquals(
                List.of(StreamStatus.CLOSED, StreamStatus.CLOSED),
                List.of(pair.input().status(), pair.output().status()));
    }

    @Test
    @DisplayName("throws the failure of the stream, with where it was met")
    void throwsTheFailure() {
        InputStream in = ReadStream.ofFile(folder.resolve("absent")).asInputStream();
        var failure = assertThrows(IOException.class, in::read);
        assertTrue(failure.getMessage().contains("absent"), failure.getMessage());
        OutputStream out = WriteStream.toBytes(ByteBuffer.allocate(1)).asOutputStream();
        assertThrows(IOException.class, () -> out.write(new byte[2]));
    }

    @Test
    @DisplayName("must lead somewhere")
    void badInput() {
        assertEquals(
                "input",
                assertThrows(NullPointerException.class, () -> ReadStream.ofInputStream(null))
                        .getMessage());
        assertEquals(
                "channel",
                assertThrows(NullPointerException.class, () -> ReadStream.ofChannel(null))
                        .getMessage());
        assertEquals(
                "output",
                assertThrows(NullPointerException.class, () -> WriteStream.toOutputStream(null))
                        .getMessage());
        assertEquals(
                "channel",
                assertThrows(NullPointerException.class, () -> WriteStream.toChannel(null))
                        .getMessage());
    }
}

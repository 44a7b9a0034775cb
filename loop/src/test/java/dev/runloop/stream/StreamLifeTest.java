package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The life of a stream")
class StreamLifeTest extends StreamTest {

    @Test
    @DisplayName("goes from not open to open, to its end, and closed")
    void statuses() {
        ReadStream stream = memory("a");
        assertEquals(StreamStatus.NOT_OPEN, stream.status());
        stream.open();
        assertEquals(StreamStatus.OPEN, stream.status());
        text(stream, 1);
        assertEquals(StreamStatus.AT_END, stream.status());
        stream.close();
        assertEquals(StreamStatus.CLOSED, stream.status());
    }

    @Test
    @DisplayName("shows that the stream is being read, or written to, while it is")
    void transferring() {
        var seen = new StreamStatus[2];
        var streams = new RunLoopStream[2];
        ReadStream in = new ReadStream(new Probe(() -> seen[0] = streams[0].status()));
        WriteStream out = new WriteStream(new Probe(() -> seen[1] = streams[1].status()));
        streams[0] = in;
        streams[1] = out;
        in.open();
        out.open();
        in.read(new byte[1]);
        out.write(new byte[1]);
        assertEquals(List.of(StreamStatus.READING, StreamStatus.WRITING), List.of(seen));
        assertEquals(List.of(StreamStatus.OPEN, StreamStatus.OPEN), List.of(in.status(), out.status()));
    }

    @Test
    @DisplayName("has transfers between its opening and its closing only: others answer -1")
    void notOpen() {
        ReadStream in = memory("a");
        WriteStream out = WriteStream.toMemory();
        assertEquals(-1, in.read(new byte[1]));
        assertEquals(-1, out.write(new byte[1]));
        assertFalse(in.hasBytesAvailable());
        assertFalse(out.canAcceptBytes());
        in.open();
        out.open();
        in.close();
        out.close();
        assertEquals(-1, in.read(new byte[1]));
        assertEquals(-1, out.write(new byte[1]));
        assertFalse(in.hasBytesAvailable());
        assertFalse(out.canAcceptBytes());
        assertEquals(Optional.empty(), in.streamError());
    }

    @Test
    @DisplayName("has one opening")
    void openedOnce() {
        ReadStream stream = memory("a");
        assertTrue(stream.open());
        assertFalse(stream.open());
        stream.close();
        assertFalse(stream.open());
        assertEquals(StreamStatus.CLOSED, stream.status());
    }

    @Test
    @DisplayName("can end before it has begun")
    void closedBeforeOpened() {
        ReadStream stream = memory("a");
        stream.close();
        stream.close();
        assertFalse(stream.open());
        assertEquals(StreamStatus.CLOSED, stream.status());
    }

    @Test
    @DisplayName("ends for good with an error, whatever comes after it")
    void errorIsFinal() {
        ReadStream stream = ReadStream.ofFile(folder.resolve("absent"));
        assertFalse(stream.open());
        IOException reason = stream.streamError().orElseThrow();
        assertFalse(stream.open());
        assertEquals(-1, stream.read(new byte[1]));
        stream.close();
        assertEquals(StreamStatus.ERROR, stream.status());
        assertEquals(reason, stream.streamError().orElseThrow());
    }

    @Test
    @DisplayName("is not over after a transfer that has thrown a bug")
    void throwingEndpoint() {
        boolean[] fails = {true};
        ReadStream stream = new ReadStream(new Probe(() -> {
            if (fails[0]) {
                throw new IllegalStateException("a bug");
            }
        }));
        stream.open();
        assertThrows(IllegalStateException.class, () -> stream.read(new byte[1]));
        fails[0] = false;
        assertEquals(1, stream.read(new byte[1]));
    }

    @Test
    @DisplayName("is for one reader at a time")
    void oneReader() {
        var refusals = new Throwable[1];
        var self = new ReadStream[1];
        self[0] = new ReadStream(new Probe(
                () -> refusals[0] = assertThrows(IllegalStateException.class, () -> self[0].read(new byte[1]))));
        self[0].open();
        assertEquals(1, self[0].read(new byte[1]));
        assertTrue(refusals[0].getMessage().contains("one thread at a time"), refusals[0].getMessage());
    }

    @Test
    @DisplayName("has properties that can be set before the opening, if the kind of stream has them")
    void properties() {
        ReadStream file = ReadStream.ofFile(folder.resolve("absent"));
        assertTrue(file.setProperty(StreamProperty.FILE_CURRENT_OFFSET, 7L));
        assertEquals(7L, file.property(StreamProperty.FILE_CURRENT_OFFSET).orElseThrow());
        assertFalse(file.setProperty(StreamProperty.APPEND_TO_FILE, true));
        assertFalse(file.setProperty(StreamProperty.BYTES_TRANSFERRED, 1L));
        file.open();
        assertFalse(file.setProperty(StreamProperty.FILE_CURRENT_OFFSET, 8L));
        file.close();
        assertEquals(7L, file.property(StreamProperty.FILE_CURRENT_OFFSET).orElseThrow());
        assertEquals(Optional.empty(), file.property(StreamProperty.HTTP_STATUS));
        assertFalse(memory("a").setProperty(StreamProperty.FILE_CURRENT_OFFSET, 1L));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is longer than that of a loop: what was not told there is told in another")
    void loopThatEnds(ThreadKind kind) throws Exception {
        try (ReadStream stream = memory("ab")) {
            RunLoopThread ended = startLoop(kind);
            noteAndRead(stream, 1);
            stream.schedule(ended.loop(), RunLoopMode.DEFAULT);
            ended.close();
            stream.open();
            assertThrows(RunLoopEndedException.class, () -> stream.schedule(ended.loop(), RunLoopMode.DEFAULT));
            onLoop(kind, loop -> {
                stream.schedule(loop, MODE);
                passes(loop, 3);
            });
            assertEquals(List.of("HAS_BYTES_AVAILABLE", "a", "HAS_BYTES_AVAILABLE", "b", "END_ENCOUNTERED"), trace);
        }
    }

    @Test
    @DisplayName("is described by its kind and its status")
    void description() {
        assertEquals("ReadStream[memory, NOT_OPEN]", memory("a").toString());
    }

    private static void assertNamed(Map<String, Executable> calls) {
        calls.forEach((label, call) -> {
            var refusal = assertThrows(NullPointerException.class, call, label);
            assertEquals(label.substring(label.indexOf(' ') + 1), refusal.getMessage(), label);
        });
    }

    @Test
    @DisplayName("does not begin with bad input, which is refused by the name of the argument")
    void badInput() throws Exception {
        ReadStream in = memory("a");
        WriteStream out = WriteStream.toMemory();
        assertNamed(Map.of(
                "ofFile path", () -> ReadStream.ofFile(null),
                "ofBytes bytes", () -> ReadStream.ofBytes(null),
                "toFile path", () -> WriteStream.toFile(null),
                "toBytes bytes", () -> WriteStream.toBytes(null),
                "read destination", () -> in.read((byte[]) null),
                "write bytes", () -> out.write((ByteBuffer) null),
                "setClient client", () -> in.setClient(null),
                "setClient events", () -> out.setClient(null, note()),
                "schedule loop", () -> in.schedule(null, MODE),
                "property key", () -> in.property(null)));
        assertNamed(Map.of(
                "setProperty key", () -> in.setProperty(null, 1L),
                "setProperty value", () -> in.setProperty(StreamProperty.FILE_CURRENT_OFFSET, null)));
        var readOnly = assertThrows(
                IllegalArgumentException.class,
                () -> in.read(ByteBuffer.allocate(3).asReadOnlyBuffer()));
        assertTrue(readOnly.getMessage().startsWith("destination is read-only: "), readOnly.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> WriteStream.toBytes(bytes("a").asReadOnlyBuffer()));
        var negative = assertThrows(
                IllegalArgumentException.class,
                () -> ReadStream.ofFile(folder).setProperty(StreamProperty.FILE_CURRENT_OFFSET, -1L));
        assertTrue(negative.getMessage().endsWith("-1"), negative.getMessage());
    }

    /** Transfers a byte, and does something meanwhile. */
    private record Probe(Runnable meanwhile) implements ByteSource, ByteSink {
        @Override
        public void open(StreamEngine engine) {
            engine.opened();
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public int read(ByteBuffer destination) {
            meanwhile.run();
            destination.put((byte) 'x');
            return 1;
        }

        @Override
        public int write(ByteBuffer source) {
            meanwhile.run();
            source.get();
            return 1;
        }

        @Override
        public void close() {}
    }
}

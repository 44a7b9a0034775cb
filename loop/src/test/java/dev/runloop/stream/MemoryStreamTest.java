package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.ThreadKind;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A stream of memory")
class MemoryStreamTest extends StreamTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("is at its end with the last byte")
    void endsOnTheLastByte(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("abc")) {
                stream.open();
                assertEquals("ab", text(stream, 2));
                assertEquals(StreamStatus.OPEN, stream.status());
                assertEquals("c", text(stream, 2));
                assertEquals(StreamStatus.AT_END, stream.status());
                assertEquals("end", text(stream, 2));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that is empty is opened and at its end")
    void empty(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("")) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                stream.open();
                assertEquals(StreamStatus.AT_END, stream.status());
                passes(loop, 3);
                assertEquals(List.of("OPEN_COMPLETED", "END_ENCOUNTERED"), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fails with a write past its buffer, of which nothing is written")
    void writePastTheBuffer(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            ByteBuffer room = ByteBuffer.allocate(4);
            try (WriteStream stream = WriteStream.toBytes(room)) {
                stream.open();
                assertEquals(3, stream.write(bytes("abc")));
                ByteBuffer tooMuch = bytes("de");
                assertEquals(-1, stream.write(tooMuch));
                assertEquals(2, tooMuch.remaining());
                assertEquals(0, room.get(3));
                assertEquals(StreamStatus.ERROR, stream.status());
                assertTrue(stream.streamError().orElseThrow().getMessage().contains("no room for 2 more bytes"));
                assertEquals("abc", written(stream));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is at its end when its buffer is full, and fails with a write after that")
    void fullBuffer(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (WriteStream stream = WriteStream.toBytes(ByteBuffer.allocate(2))) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                stream.open();
                pass(loop);
                assertEquals(2, stream.write(bytes("ab")));
                assertEquals(StreamStatus.AT_END, stream.status());
                assertFalse(stream.canAcceptBytes());
                assertEquals(0, stream.write(bytes("")));
                passes(loop, 2);
                assertEquals("END_ENCOUNTERED", trace.getLast());
                assertEquals(-1, stream.write(bytes("c")));
                assertEquals(StreamStatus.ERROR, stream.status());
                passes(loop, 2);
                assertEquals("ERROR_OCCURRED", trace.getLast());
            }
        });
    }

    @Test
    @DisplayName("grows with what is written, which can be asked for at any time, also after the end")
    void growing() {
        var text = new StringBuilder();
        WriteStream stream = WriteStream.toMemory();
        stream.open();
        for (int i = 0; i < 1_000; i++) {
            assertEquals(3, stream.write(bytes("abc")));
            text.append("abc");
        }
        assertEquals(text.toString(), written(stream));
        stream.close();
        assertEquals(text.toString(), written(stream));
        assertEquals(3_000L, stream.property(StreamProperty.BYTES_TRANSFERRED).orElseThrow());
    }

    @Test
    @DisplayName("leaves the position of the buffer that it was given alone")
    void positionStays() {
        ByteBuffer bytes = bytes("xabc").position(1);
        ReadStream in = ReadStream.ofBytes(bytes);
        in.open();
        assertEquals("abc", text(in, 10));
        assertEquals(1, bytes.position());
        WriteStream out = WriteStream.toBytes(bytes);
        out.open();
        out.write(bytes("z"));
        assertEquals(1, bytes.position());
        assertEquals('z', bytes.get(1));
    }
}

package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runloop.RunLoopTimer;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A stream of a file")
class FileStreamTest extends StreamTest {

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("file"), content);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is at its end when a read has found nothing more")
    void endsWhenNothingIsRead(ThreadKind kind) throws Exception {
        Path file = file("ab");
        onLoop(kind, loop -> {
            try (ReadStream stream = ReadStream.ofFile(file)) {
                noteAndRead(stream, 2);
                stream.schedule(loop, MODE);
                stream.open();
                pass(loop);
                assertEquals(StreamStatus.OPEN, stream.status());
                assertTrue(stream.hasBytesAvailable());
                passes(loop, 3);
                assertEquals(
                        List.of(
                                "OPEN_COMPLETED",
                                "HAS_BYTES_AVAILABLE",
                                "ab",
                                "HAS_BYTES_AVAILABLE",
                                "end",
                                "END_ENCOUNTERED"),
                        trace);
                assertEquals(StreamStatus.AT_END, stream.status());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that is empty has bytes available first, of which a read finds none")
    void empty(ThreadKind kind) throws Exception {
        Path file = file("");
        onLoop(kind, loop -> {
            try (ReadStream stream = ReadStream.ofFile(file)) {
                noteAndRead(stream, 2);
                stream.schedule(loop, MODE);
                stream.open();
                passes(loop, 3);
                assertEquals(List.of("OPEN_COMPLETED", "HAS_BYTES_AVAILABLE", "end", "END_ENCOUNTERED"), trace);
            }
        });
    }

    @Test
    @DisplayName("is read from an offset, and tells where it is, after the end too")
    void offset() throws IOException {
        ReadStream stream = ReadStream.ofFile(file("abcdef"));
        stream.setProperty(StreamProperty.FILE_CURRENT_OFFSET, 2L);
        stream.open();
        assertEquals("cd", text(stream, 2));
        assertEquals(4L, stream.property(StreamProperty.FILE_CURRENT_OFFSET).orElseThrow());
        assertEquals(2L, stream.property(StreamProperty.BYTES_TRANSFERRED).orElseThrow());
        stream.close();
        assertEquals(4L, stream.property(StreamProperty.FILE_CURRENT_OFFSET).orElseThrow());
    }

    private String written(WriteStream stream, String text) throws IOException {
        try (stream) {
            assertTrue(stream.open());
            assertEquals(text.length(), stream.write(bytes(text)));
        }
        return Files.readString(folder.resolve("file"));
    }

    @Test
    @DisplayName("replaces the content when it is written to")
    void replaces() throws IOException {
        assertEquals("xy", written(WriteStream.toFile(file("abcdef")), "xy"));
    }

    @Test
    @DisplayName("makes the file that it writes to")
    void makesTheFile() throws IOException {
        assertEquals("xy", written(WriteStream.toFile(folder.resolve("file")), "xy"));
    }

    @Test
    @DisplayName("goes on at the end of the file if it is to append")
    void appends() throws IOException {
        WriteStream stream = WriteStream.toFile(file("abc"));
        assertTrue(stream.setProperty(StreamProperty.APPEND_TO_FILE, true));
        assertEquals("abcxy", written(stream, "xy"));
        assertEquals(5L, stream.property(StreamProperty.FILE_CURRENT_OFFSET).orElseThrow());
        assertTrue(stream.property(StreamProperty.APPEND_TO_FILE).orElseThrow());
    }

    @Test
    @DisplayName("is written to from an offset, and keeps the rest")
    void writesAtAnOffset() throws IOException {
        WriteStream stream = WriteStream.toFile(file("abcdef"));
        assertTrue(stream.setProperty(StreamProperty.FILE_CURRENT_OFFSET, 2L));
        assertEquals("abxyef", written(stream, "xy"));
    }

    @Test
    @DisplayName("that is not there fails to open with the reason")
    void absent() {
        ReadStream stream = ReadStream.ofFile(folder.resolve("absent"));
        assertFalse(stream.open());
        assertInstanceOf(NoSuchFileException.class, stream.streamError().orElseThrow());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that cannot be read fails with the reason, as the last event")
    void unreadable(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = ReadStream.ofFile(folder)) { // opens, but is a directory
                noteAndRead(stream, 1);
                stream.schedule(loop, MODE);
                stream.open();
                passes(loop, 3);
                assertEquals(List.of("OPEN_COMPLETED", "HAS_BYTES_AVAILABLE", "none", "ERROR_OCCURRED"), trace);
                assertTrue(stream.streamError().orElseThrow().getMessage().contains("directory"));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("on a disk that is full fails with the reason, as the last event")
    void fullDisk(ThreadKind kind) throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "no device that is always full");
        onLoop(kind, loop -> {
            try (WriteStream stream = WriteStream.toFile(full)) {
                stream.setClient((out, event) -> {
                    trace.add(event.name());
                    if (event == StreamEvent.CAN_ACCEPT_BYTES) {
                        trace.add(Integer.toString(out.write(bytes("abc"))));
                    }
                });
                stream.schedule(loop, MODE);
                stream.open();
                passes(loop, 3);
                assertEquals(List.of("OPEN_COMPLETED", "CAN_ACCEPT_BYTES", "-1", "ERROR_OCCURRED"), trace);
                assertTrue(stream.streamError().orElseThrow().getMessage().contains("space"));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is not closed by an interrupt, which is seen again after the transfer")
    void interrupted(ThreadKind kind) throws Exception {
        Path file = file("abc");
        onLoop(kind, loop -> {
            try (ReadStream in = ReadStream.ofFile(file);
                    WriteStream out = WriteStream.toFile(folder.resolve("copy"))) {
                in.open();
                out.open();
                Thread.currentThread().interrupt();
                assertEquals("abc", text(in, 5));
                assertEquals(3, out.write(bytes("abc")));
                assertTrue(Thread.interrupted());
            }
        });
    }

    @Test
    @DisplayName("gives its descriptor back when closed, and when it has failed")
    void descriptorsAreGivenBack() throws Exception {
        Path file = file("abc");
        long before = descriptors();
        for (int i = 0; i < 100; i++) {
            ReadStream in = ReadStream.ofFile(file);
            WriteStream out = WriteStream.toFile(folder.resolve("copy"));
            ReadStream failing = ReadStream.ofFile(folder);
            in.open();
            out.open();
            failing.open();
            assertEquals(-1, failing.read(new byte[1])); // and is not closed
            in.close();
            out.close();
        }
        until(() -> descriptors() <= before + 10);
    }

    /** Small form of the benchmark: what is copied, and whether the timers of the loop come in between. */
    @ParameterizedTest
    @EnumSource
    @DisplayName("is copied by another one in bursts, between which the loop serves its timers")
    void copyBetweenTimers(ThreadKind kind) throws Exception {
        byte[] content = new byte[16 << 20];
        new Random(808).nextBytes(content);
        Path from = Files.write(folder.resolve("from"), content);
        Path to = folder.resolve("to");
        var fires = new AtomicInteger();
        var firesBeforeTheEnd = new AtomicInteger();
        onLoop(kind, loop -> {
            var bytes = ByteBuffer.allocateDirect(1 << 14);
            try (ReadStream in = ReadStream.ofFile(from);
                    WriteStream out = WriteStream.toFile(to)) {
                in.setClient((stream, event) -> {
                    if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                        in.read(bytes.clear());
                        bytes.flip();
                        while (bytes.hasRemaining()) {
                            assertTrue(out.write(bytes) > 0);
                        }
                    } else if (event == StreamEvent.END_ENCOUNTERED) {
                        firesBeforeTheEnd.set(fires.get());
                    }
                });
                loop.add(RunLoopTimer.repeating(Duration.ofNanos(100_000), timer -> fires.incrementAndGet()), MODE);
                in.schedule(loop, MODE);
                out.open();
                in.open();
                runUntil(loop, () -> in.status() == StreamStatus.AT_END);
                passes(loop, 1);
            }
        });
        assertArrayEquals(content, Files.readAllBytes(to));
        assertTrue(firesBeforeTheEnd.get() >= 5, () -> "fires: " + firesBeforeTheEnd);
    }
}

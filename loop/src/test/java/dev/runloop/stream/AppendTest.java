package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.OtherJvm;
import dev.runloop.test.ThreadKind;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A file that is appended to")
class AppendTest extends StreamTest {
    private static final int LINES = 500;

    private static WriteStream appending(Path file) {
        WriteStream stream = WriteStream.toFile(file);
        assertTrue(stream.setProperty(StreamProperty.APPEND_TO_FILE, true));
        assertTrue(stream.open());
        return stream;
    }

    @Test
    @DisplayName("has all that several streams have written, in the order in which they did")
    void severalStreams() throws Exception {
        Path file = folder.resolve("log");
        try (WriteStream one = appending(file);
                WriteStream two = appending(file)) {
            for (int i = 0; i < 3; i++) {
                one.write(bytes("one " + i + "\n"));
                two.write(bytes("two " + i + "\n"));
            }
        }
        assertEquals(List.of("one 0", "two 0", "one 1", "two 1", "one 2", "two 2"), Files.readAllLines(file));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has each line of several threads in one piece, of whatever kind their buffers are")
    void severalThreads(ThreadKind kind) throws Exception {
        Path file = folder.resolve("log");
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            String line = "line of " + i + "\n";
            ByteBuffer bytes = switch (i) {
                case 0 -> bytes(line);
                case 1 ->
                    ByteBuffer.allocateDirect(line.length()).put(bytes(line)).flip();
                case 2 -> bytes(line).asReadOnlyBuffer();
                default -> bytes("xx" + line).position(2).slice();
            };
            threads[i] = start(kind, () -> {
                try (WriteStream stream = appending(file)) {
                    for (int k = 0; k < LINES; k++) {
                        assertEquals(line.length(), stream.write(bytes.duplicate()));
                    }
                    assertEquals(
                            (long) LINES * line.length(),
                            stream.property(StreamProperty.BYTES_TRANSFERRED).orElseThrow());
                }
            });
        }
        for (Thread thread : threads) {
            assertTrue(thread.join(PATIENCE));
        }
        Map<String, Integer> counts = new HashMap<>();
        Files.readAllLines(file).forEach(line -> counts.merge(line, 1, Integer::sum));
        assertEquals(Map.of("line of 0", LINES, "line of 1", LINES, "line of 2", LINES, "line of 3", LINES), counts);
    }

    /** What writes in another process. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            try (WriteStream stream = appending(Path.of(System.getProperty("file")))) {
                for (int i = 0; i < LINES; i++) {
                    stream.write(bytes("theirs\n"));
                }
            }
        }
    }

    @Test
    @DisplayName("has all that two processes have written")
    void twoProcesses() throws Exception {
        Path file = folder.resolve("log");
        int[] ours = {0};
        Thread other = start(ThreadKind.PLATFORM, () -> OtherJvm.run(Program.class, "-Dfile=" + file));
        try (WriteStream stream = appending(file)) {
            while (other.isAlive()) {
                stream.write(bytes("ours\n"));
                ours[0]++;
                other.join(Duration.ofMillis(1));
            }
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals(LINES, lines.stream().filter("theirs"::equals).count());
        assertEquals(ours[0], lines.stream().filter("ours"::equals).count());
    }

    @Test
    @DisplayName("goes on at its end when others have cut it")
    void cut() throws Exception {
        Path file = folder.resolve("log");
        try (WriteStream stream = appending(file)) {
            stream.write(bytes("before the rotation\n"));
            try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
                other.truncate(0);
            }
            stream.write(bytes("after\n"));
        }
        assertEquals("after\n", Files.readString(file));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is not closed by an interrupt, which is seen again after the write")
    void interrupted(ThreadKind kind) throws Exception {
        Path file = folder.resolve("log");
        onLoop(kind, loop -> {
            try (WriteStream stream = appending(file)) {
                Thread.currentThread().interrupt();
                assertEquals(3, stream.write(bytes("abc")));
                assertTrue(Thread.interrupted());
                assertEquals(3, stream.write(bytes("def")));
                assertFalse(Thread.interrupted());
            }
        });
        assertEquals("abcdef", Files.readString(file));
    }

    @Test
    @DisplayName("begins at the end that it has, and knows where that was")
    void offset() throws Exception {
        Path file = Files.writeString(folder.resolve("log"), "abc");
        try (WriteStream stream = appending(file)) {
            assertEquals(3, stream.property(StreamProperty.FILE_CURRENT_OFFSET).orElseThrow());
            stream.write(bytes("de"));
            assertEquals(5, stream.property(StreamProperty.FILE_CURRENT_OFFSET).orElseThrow());
        }
        assertEquals("abcde", Files.readString(file));
    }

    @Test
    @DisplayName("is read as it grows, up to where it ended; is cut; is replaced; is larger than four gigabytes")
    void othersChangeIt() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "abcdef");
        try (ReadStream in = ReadStream.ofFile(file)) {
            in.open();
            assertEquals("abc", text(in, 3));
            Files.writeString(file, "ghi", StandardOpenOption.APPEND);
            assertEquals("defghi", text(in, 10));
            assertEquals("end", text(in, 10));
        }
        try (ReadStream in = ReadStream.ofFile(file)) {
            in.open();
            assertEquals("abc", text(in, 3));
            Files.move(file, folder.resolve("old"));
            Files.writeString(file, "other");
            assertEquals("defghi", text(in, 10));
        }
        long far = 5L << 30;
        try (FileChannel sparse = FileChannel.open(file, StandardOpenOption.WRITE)) {
            sparse.write(bytes("far"), far);
        }
        try (ReadStream in = ReadStream.ofFile(file);
                WriteStream out = appending(file)) {
            in.setProperty(StreamProperty.FILE_CURRENT_OFFSET, far);
            in.open();
            out.write(bytes("ther"));
            assertEquals("farther", text(in, 10));
            assertEquals(
                    far + 7, in.property(StreamProperty.FILE_CURRENT_OFFSET).orElseThrow());
            try (FileChannel cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
                cut.truncate(3);
            }
            assertEquals("end", text(in, 10));
        }
    }
}

package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A stream of what has only the name of a file")
class SpecialFileTest extends StreamTest {

    private Path fifo(String name) throws Exception {
        Path fifo = folder.resolve(name);
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no FIFOs");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        return fifo;
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "waits for the other end of a FIFO without its loop, and gives its thread back when it is closed before")
    void nobodyAtTheOtherEnd(ThreadKind kind) throws Exception {
        List<RunLoopStream> streams = new ArrayList<>();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            Path fifo = fifo("fifo" + i);
            streams.add(i % 2 == 0 ? ReadStream.ofFile(fifo) : WriteStream.toFile(fifo));
        }
        onLoop(kind, loop -> {
            for (RunLoopStream stream : streams) {
                stream.schedule(loop, MODE);
                assertTrue(stream.open());
            }
            pass(loop);
            var another = new CountDownLatch(1);
            start(ThreadKind.VIRTUAL, another::countDown);
            await(another);
            for (RunLoopStream stream : streams) {
                assertEquals(StreamStatus.OPENING, stream.status());
                stream.close();
            }
        });
        until(() -> threads("runloop-read") + threads("runloop-write") + threads("runloop-close") == 0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("carries bytes through a FIFO, to the end")
    void throughFifo(ThreadKind kind) throws Exception {
        Path fifo = fifo("fifo");
        onLoop(kind, loop -> {
            try (ReadStream in = ReadStream.ofFile(fifo);
                    WriteStream out = WriteStream.toFile(fifo)) {
                noteAndRead(in, 10);
                in.schedule(loop, MODE);
                out.setClient((self, event) -> {
                    if (event == StreamEvent.CAN_ACCEPT_BYTES) {
                        self.write(bytes("hello"));
                        self.close();
                    }
                });
                out.schedule(loop, MODE);
                in.open();
                out.open();
                runUntil(loop, () -> trace.contains("END_ENCOUNTERED"));
                assertEquals("OPEN_COMPLETED", trace.getFirst());
                assertTrue(trace.contains("hello"), trace::toString);
                assertEquals(5, in.property(StreamProperty.FILE_CURRENT_OFFSET).orElseThrow());
            }
        });
    }

    @Test
    @DisplayName("ends a read of a FIFO that waits when it is closed")
    void closedWhileReading() throws Exception {
        Path fifo = fifo("fifo");
        ReadStream in = ReadStream.ofFile(fifo);
        in.open();
        Thread reader = start(ThreadKind.PLATFORM, () -> assertEquals(-1, in.read(new byte[1])));
        try (FileChannel writer = FileChannel.open(fifo, StandardOpenOption.WRITE)) {
            until(() -> in.status() == StreamStatus.READING);
            in.close();
            assertTrue(reader.join(PATIENCE));
            assertTrue(writer.isOpen());
            until(() -> threads("runloop-read") == 0);
        }
    }

    @Test
    @DisplayName("has no place to begin at, if it is a FIFO")
    void offsetInFifo() throws Exception {
        Path fifo = fifo("fifo");
        try (FileChannel both = FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
                ReadStream in = ReadStream.ofFile(fifo)) {
            in.setProperty(StreamProperty.FILE_CURRENT_OFFSET, 3L);
            in.open();
            until(() -> in.status() == StreamStatus.ERROR);
            assertTrue(in.streamError().orElseThrow().getMessage().contains("seek"));
            assertTrue(both.isOpen());
        }
    }

    /** What is run with a pipe as its output. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            for (boolean appends : new boolean[] {false, true}) {
                WriteStream out = WriteStream.toFile(Path.of("/dev/stdout"));
                out.setProperty(StreamProperty.APPEND_TO_FILE, appends);
                out.open();
                out.write(bytes("appends: " + appends + "\n"));
                out.close();
                while (!appends && threads("runloop-write") > 0) {
                    Thread.onSpinWait(); // what was written is written behind, and the JVM waits for the last
                }
            }
        }
    }

    @Test
    @DisplayName("writes to a pipe by the name of the standard output")
    void standardOutput() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/stdout")));
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .start();
        assertEquals(
                "appends: false\nappends: true\n",
                new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, program.waitFor());
    }

    @Test
    @DisplayName("reads and writes a file that is in an archive")
    void archive() throws Exception {
        URI archive = URI.create("jar:" + folder.resolve("a.zip").toUri());
        try (var files = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path file = files.getPath("/file");
            try (WriteStream out = WriteStream.toFile(file)) {
                out.open();
                out.write(bytes("abc"));
            }
            until(() -> Files.exists(file) && Files.size(file) == 3);
            try (ReadStream in = ReadStream.ofFile(file)) {
                in.open();
                assertEquals("abc", text(in, 10));
                assertEquals("end", text(in, 10));
            }
        }
    }

    @Test
    @DisplayName("reads files of the system that say that they are empty")
    void proc() throws IOException {
        Path file = Path.of("/proc/self/status");
        assumeTrue(Files.isReadable(file));
        try (ReadStream in = ReadStream.ofFile(file)) {
            String text = new String(in.asInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(text.contains("Threads:"), text);
        }
    }

    @Test
    @DisplayName("reads a device that never ends, and closes it")
    void endlessDevice() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/dev/zero")));
        try (ReadStream in = ReadStream.ofFile(Path.of("/dev/zero"))) {
            in.open();
            byte[] some = new byte[1_000];
            assertEquals(1_000, in.read(some));
            assertArrayEquals(new byte[1_000], some);
        }
    }

    @Test
    @DisplayName("does not write into a directory")
    void directory() {
        try (WriteStream out = WriteStream.toFile(folder)) {
            assertFalse(out.open());
            assertTrue(out.streamError().orElseThrow().getMessage().contains("directory"));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("can be a file of the kernel, which may wait, or refuse to be written to at an offset")
    void kernelFile(ThreadKind kind) throws Exception {
        Path status = Path.of("/proc/self/status");
        assumeTrue(Files.exists(status), "no /proc");
        assertFalse(FileOpener.isDirect(status));
        assertFalse(FileOpener.isDirect(Files.createSymbolicLink(folder.resolve("link"), status)));
        assertTrue(FileOpener.isDirect(Files.createFile(folder.resolve("empty"))));
        onLoop(kind, loop -> {
            try (ReadStream in = ReadStream.ofFile(status)) {
                noteAndRead(in, 10_000);
                in.schedule(loop, MODE);
                in.open();
                runUntil(loop, () -> trace.contains("END_ENCOUNTERED"));
                assertTrue(trace.stream().anyMatch(text -> text.contains("Name:")), trace::toString);
            }
        });
    }
}

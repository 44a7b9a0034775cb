package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Without the HTTP client of the JDK")
class WithoutHttpTest {
    /** What is run where there is none. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            boolean there = ModuleLayer.boot().findModule("java.net.http").isPresent();
            var stream = ReadStream.ofBytes(ByteBuffer.wrap(new byte[7]));
            stream.open();
            System.out.print(there + " " + stream.read(new byte[10]));
        }
    }

    @Test
    @DisplayName("all other streams work")
    void otherStreams() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.base,java.logging",
                        "-cp",
                        locationOf(Program.class) + File.pathSeparator + locationOf(ReadStream.class),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        assertEquals("false 7", new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, program.waitFor());
    }

    private static Path locationOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}

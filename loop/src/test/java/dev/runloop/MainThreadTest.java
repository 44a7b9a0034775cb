package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The main thread")
class MainThreadTest {

    /** Asks from another thread, when nobody has declared itself. */
    static final class Program {
        private Program() {}

        public static void main(String... arguments) throws InterruptedException {
            Thread main = Thread.currentThread();
            main.setName("renamed");
            Thread.ofPlatform()
                    .name("main")
                    .start(() -> System.out.println(RunLoop.main().thread().equals(main)))
                    .join();
        }
    }

    @Test
    @DisplayName("is the one that the JVM begins with, unless another declares itself")
    void isTheFirstOfTheJvm() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertEquals("true", output.strip());
    }
}

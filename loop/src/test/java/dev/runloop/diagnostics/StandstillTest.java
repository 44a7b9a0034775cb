package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.test.Stalls;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("A stall monitor")
class StandstillTest {
    private static final String READY = "ready";
    private static final String NO_REPORTS = "0 reports";
    private static final int ATTEMPTS = 3;
    private static final int TIMES = 5;
    private static final long PATIENCE_SECONDS = 60;

    /** Loops that are busy most of the time, with callouts of a third of the limit, until there is something to read. */
    static final class Program {
        private Program() {}

        public static void main(String... args) throws Exception {
            var reports = new AtomicInteger();
            try (var platform = RunLoopThread.ofPlatform().name("held").start();
                    var virtual = RunLoopThread.ofVirtual().start();
                    var _ = StallMonitor.builder()
                            .limit(Stalls.LIMIT)
                            .handler(report -> {
                                System.err.println(report);
                                reports.incrementAndGet();
                            })
                            .start()) {
                for (RunLoopThread thread : new RunLoopThread[] {platform, virtual}) {
                    thread.loop()
                            .add(RunLoopTimer.repeating(Duration.ofMillis(25), timer -> spin()), RunLoopMode.DEFAULT);
                }
                System.out.println(READY);
                int _ = System.in.read();
                System.out.println(summary(reports, platform.loop(), virtual.loop()));
            }
        }

        private static String summary(AtomicInteger reports, RunLoop... loops) {
            for (RunLoop loop : loops) {
                if (loop.metrics().timers() == 0) {
                    return "no timers of " + loop;
                }
            }
            return reports + " reports";
        }

        private static void spin() {
            long end = System.nanoTime() + Stalls.LIMIT.toNanos() / 3;
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("does not mind that the whole machine stands still")
    void standstill() throws Exception {
        String summary = "";
        for (int i = 0; i < ATTEMPTS && !summary.equals(NO_REPORTS); i++) {
            summary = summaryOfStandstills(); // a busy machine can hold up a loop for longer than the limit
        }
        assertEquals(NO_REPORTS, summary);
    }

    private static String summaryOfStandstills() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertEquals(READY, lines.readLine());
            for (int i = 0; i < TIMES; i++) {
                signal(process, "STOP");
                TimeUnit.NANOSECONDS.sleep(Stalls.LIMIT.toNanos() * 4); // for so long it stands still
                signal(process, "CONT");
                TimeUnit.NANOSECONDS.sleep(Stalls.LIMIT.toNanos()); // for so long it goes on
            }
            process.getOutputStream().close(); // enough
            String summary = lines.readLine();
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            return summary;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void signal(Process process, String name) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }
}

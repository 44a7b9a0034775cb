package dev.runloop.bench.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The machine, the JDK and the commit that figures were measured with.
 *
 * @param flags the options of the JVM
 * @param heapMiB the limit of the heap
 * @param commit what was checked out, or "unknown"
 */
public record Environment(
        String cpu, int cores, String os, String jdk, List<String> flags, long heapMiB, String commit, String date) {
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final String UNKNOWN = "unknown";
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final long BYTES_PER_MIB = 1 << 20;

    public static Environment current() {
        return new Environment(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "JDK " + System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                Runtime.getRuntime().maxMemory() / BYTES_PER_MIB,
                describedCommit(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    public void write(Path file) throws IOException {
        Files.writeString(file, JSON.toJson(this) + "\n");
    }

    public static Environment read(Path file) throws IOException {
        return JSON.fromJson(Files.readString(file), Environment.class);
    }

    /** One line for below a table or a chart. */
    public String summary() {
        return "%s, %d cores, %s, %s%s"
                .formatted(cpu, cores, os, jdk, commit.equals(UNKNOWN) ? "" : ", commit " + commit);
    }

    private static String cpuModel() {
        if (!Files.isReadable(CPU_INFO)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** Unknown outside a checkout, without git, or before the first commit. */
    private static String describedCommit() {
        try {
            var git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=10")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var output = git.inputReader()) {
                var line = output.readLine();
                return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0 && line != null ? line : UNKNOWN;
            }
        } catch (IOException e) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}

package dev.runloop.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs in a JVM of their own, for what is decided once for each JVM. */
public final class OtherJvm {
    private static final long PATIENCE_SECONDS = 60;

    private OtherJvm() {}

    /**
     * Runs a program, and answers the lines that it has printed.
     *
     * @param main its class, on the class path of this JVM
     * @param options of the JVM
     */
    public static List<String> run(Class<?> main, String... options) throws IOException, InterruptedException {
        return run(List.of(), main, options);
    }

    /**
     * Like {@link #run}, with a limit to the files that the program can have open. For systems with a Unix shell.
     *
     * @param limit how many
     * @param main its class, on the class path of this JVM
     * @param options of the JVM
     */
    public static List<String> runWithFewDescriptors(int limit, Class<?> main, String... options)
            throws IOException, InterruptedException {
        return run(List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh"), main, options);
    }

    private static List<String> run(List<String> prefix, Class<?> main, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Path output = Files.createTempFile("jvm", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            List<String> lines = Files.readAllLines(output);
            if (!ended || process.waitFor() != 0) {
                throw new AssertionError(main + (ended ? " has failed: " : " still runs: ") + lines);
            }
            return lines;
        } finally {
            Files.delete(output);
        }
    }
}

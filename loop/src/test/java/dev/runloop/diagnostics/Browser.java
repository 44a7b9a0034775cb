package dev.runloop.diagnostics;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A browser without a window: Chromium, where it is installed. */
record Browser(Path program) {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final long PATIENCE_SECONDS = 60;

    /** The one on the path. Where there is none the test fails on the build server, and is skipped elsewhere. */
    static Browser find() {
        Optional<Path> found = Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("no browser is installed, of " + NAMES);
        }
        Assumptions.assumeTrue(found.isPresent(), () -> "no browser is installed, of " + NAMES);
        return new Browser(found.orElseThrow());
    }

    /** The document of a page after its scripts have run. */
    String document(Path page) throws IOException, InterruptedException {
        return run(page, "--dump-dom");
    }

    /** A picture of a page. */
    Path screenshot(Path page, Path file, boolean dark) throws IOException, InterruptedException {
        run(page, "--screenshot=" + file, "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1));
        return file;
    }

    private String run(Path page, String... options) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("browser");
        Path output = Files.createTempFile("page", ".html");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-extensions",
                "--no-first-run",
                "--hide-scrollbars",
                "--window-size=1200,800",
                "--virtual-time-budget=3000",
                "--user-data-dir=" + profile));
        command.addAll(List.of(options));
        command.add(page.toUri().toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            if (!ended || process.waitFor() != 0) {
                throw new AssertionError("the browser " + (ended ? "has failed" : "does not come to an end"));
            }
            return Files.readString(output);
        } finally {
            Files.delete(output);
            delete(profile);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(folder)) {
            paths = all.toList();
        }
        for (Path path : paths.reversed()) {
            Files.deleteIfExists(path);
        }
    }
}

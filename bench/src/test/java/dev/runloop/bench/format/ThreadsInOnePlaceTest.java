package dev.runloop.bench.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Fails for a published source that creates threads other than by {@code LibraryThreads}. */
class ThreadsInOnePlaceTest {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);
    private static final Pattern MAKES_THREADS = Pattern.compile("\\bThread(\\.|::)(of|start)(Platform|Virtual)|new"
            + " Thread\\(|Thread::new|extends (Thread|ForkJoinWorkerThread)\\b|\\bExecutors(\\.|::)new|new"
            + " (java\\.util\\.)?Timer\\(|new (Scheduled)?ThreadPoolExecutor\\(|new ForkJoinPool\\("
            + "|Cleaner\\.create\\(\\)");

    private static boolean makesThreads(Path source) {
        try {
            String code = COMMENT.matcher(Files.readString(source)).replaceAll("");
            return MAKES_THREADS.matcher(code).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("All threads of the library are made in one place")
    void threadsAreMadeInOnePlace() {
        Path root = SourceFormat.root();
        Stream<Path> published = SourceFormat.sources(root).stream()
                .filter(source -> !source.startsWith(root.resolve("bench"))
                        && source.toString().contains("/src/main/"));
        assertEquals(
                List.of("LibraryThreads.java"),
                published
                        .filter(ThreadsInOnePlaceTest::makesThreads)
                        .map(source -> source.getFileName().toString())
                        .toList());
    }
}

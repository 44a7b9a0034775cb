package dev.runloop.bench.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the Java of the README as it stands there. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern SNIPPET =
            Pattern.compile("^## ([^\n]+)$|^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private record Snippet(String section, String code) {}

    private static List<Snippet> snippets() throws IOException {
        String[] section = {""};
        return SNIPPET.matcher(Files.readString(README))
                .results()
                .map(found -> {
                    section[0] = found.group(1) != null ? found.group(1) : section[0];
                    return new Snippet(section[0], found.group(2));
                })
                .filter(snippet -> snippet.code != null)
                .toList();
    }

    @Test
    @DisplayName("The README has a snippet for each of its faces")
    void hasSnippets() throws IOException {
        assertEquals(
                List.of(
                        "As an executor",
                        "As a loop",
                        "As an actor for each key",
                        "As performs",
                        "As a home for code that blocks",
                        "As ports and streams",
                        "In tests: virtual time"),
                snippets().stream().map(Snippet::section).toList());
    }

    @TestFactory
    @DisplayName("Each snippet compiles and runs to its end")
    Stream<DynamicTest> snippetsRun(@TempDir Path folder) throws IOException {
        return snippets().stream().map(snippet -> DynamicTest.dynamicTest(snippet.section, () -> run(snippet, folder)));
    }

    /** On a thread of its own, as the loop of this one would outlive the test. */
    private static void run(Snippet snippet, Path folder) throws Exception {
        compile(snippet, folder);
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, ReadmeTest.class.getClassLoader())) {
            var main = loader.loadClass("Snippet").getMethod("main");
            var task = new FutureTask<>(() -> main.invoke(null));
            Thread thread = Thread.ofPlatform().name(snippet.section).start(task);
            assertTrue(thread.join(LIMIT), "still runs: " + snippet.section);
            task.get();
        }
    }

    private static void compile(Snippet snippet, Path folder) {
        var messages = new StringWriter();
        List<String> options = List.of(
                "-Xlint:all",
                "-Werror",
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"));
        boolean compiles = ToolProvider.getSystemJavaCompiler()
                .getTask(messages, null, null, options, null, List.of(source(snippet)))
                .call();
        assertTrue(compiles, messages::toString);
    }

    private static JavaFileObject source(Snippet snippet) {
        var imports = new StringBuilder();
        var body = new StringBuilder();
        snippet.code
                .lines()
                .forEach(line -> (line.startsWith("import ") ? imports : body)
                        .append(line)
                        .append('\n'));
        String source =
                imports + "public class Snippet { public static void main() throws Exception {\n" + body + "} }";
        return new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}

package dev.runloop.bench.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the Java of the README and of the guides as it stands there, and follows their links. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Path GUIDES = ROOT.resolve("docs");
    private static final Pattern SNIPPET =
            Pattern.compile("^## ([^\n]+)$|^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("(?:\\]\\(|src(?:set)?=\")(?!https?:)([^)\"]+)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private record Snippet(String section, String code) {}

    private static List<Path> pages() throws IOException {
        try (Stream<Path> guides = Files.list(GUIDES)) {
            return Stream.concat(
                            Stream.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
                                    .map(ROOT::resolve),
                            guides.filter(file -> file.toString().endsWith(".md"))
                                    .sorted())
                    .toList();
        }
    }

    private static List<Snippet> snippets() throws IOException {
        List<Snippet> all = new ArrayList<>();
        for (Path page : pages()) {
            all.addAll(snippets(page));
        }
        return all;
    }

    private static List<Snippet> snippets(Path page) throws IOException {
        String[] section = {""};
        return SNIPPET.matcher(Files.readString(page))
                .results()
                .map(found -> {
                    section[0] = found.group(1) != null ? found.group(1) : section[0];
                    return new Snippet(page.getFileName() + ": " + section[0], found.group(2));
                })
                .filter(snippet -> snippet.code != null)
                .toList();
    }

    @Test
    @DisplayName("The README and the guides have a snippet for each face of the library")
    void hasSnippets() throws IOException {
        assertEquals(
                List.of(
                        "README.md: As an executor",
                        "README.md: As a loop",
                        "confined-threads.md: A home for code that blocks",
                        "diagnosing.md: My loop stalls",
                        "diagnosing.md: My loop stalls",
                        "diagnosing.md: My timer is late",
                        "diagnosing.md: I leak loops",
                        "loops.md: Waiting for a reply",
                        "loops.md: A loop for each key",
                        "performs.md: On another thread",
                        "ports-and-streams.md: A message to another thread",
                        "testing.md: A day in no time"),
                snippets().stream().map(Snippet::section).toList());
    }

    @TestFactory
    @DisplayName("Each snippet compiles and runs to its end")
    Stream<DynamicTest> snippetsRun(@TempDir Path folder) throws IOException {
        return snippets().stream().map(snippet -> DynamicTest.dynamicTest(snippet.section, () -> run(snippet, folder)));
    }

    @Test
    @DisplayName("Every link within the project leads to a file, and to a heading of it")
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            LINK.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .filter(link -> !leadsSomewhere(page, link))
                    .forEach(link -> broken.add(page.getFileName() + " → " + link));
        }
        assertEquals(List.of(), broken);
    }

    private static boolean leadsSomewhere(Path page, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file);
        return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
    }

    /** The headings of a page, as links name them. */
    private static Set<String> anchors(Path page) {
        try {
            return HEADING.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1)
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\w -]", "")
                            .replace(' ', '-'))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

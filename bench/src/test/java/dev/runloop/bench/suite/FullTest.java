package dev.runloop.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.bench.Benchmarks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.w3c.dom.Document;
import picocli.CommandLine;

/** The full profile in its smallest form, with a user's executor. */
@DisplayName("The full profile")
class FullTest {
    @TempDir
    private static Path folder;

    private static int exit;

    @BeforeAll
    static void measure() {
        exit = command(new StringWriter())
                .execute(
                        "full",
                        "--smallest",
                        "--subject=platform",
                        "--subject=confined",
                        "--subject=Runloop on virtual",
                        "--executor=" + OwnSingleThread.class.getName(),
                        "--output=" + folder);
    }

    private static CommandLine command(StringWriter errors) {
        return new CommandLine(new Benchmarks()).setErr(new PrintWriter(errors, true));
    }

    @Test
    @DisplayName("can measure everything")
    void ends() {
        assertEquals(CommandLine.ExitCode.OK, exit);
    }

    static List<Question> questions() {
        return Questions.all();
    }

    @ParameterizedTest
    @DisplayName("answers each question with figures, and draws them")
    @MethodSource("questions")
    void answers(Question question) throws Exception {
        Results results = Results.read(folder.resolve(Results.FIGURES));
        Case first = question.cases().getFirst();
        var answers = results.answersTo(first);
        assertTrue(!answers.isEmpty(), "no subject answers " + first);
        answers.forEach((subject, metric) ->
                assertTrue(metric.statistics().getMean() >= 0, subject + " has not answered " + first));
        for (String theme : List.of("", "-dark")) {
            assertEquals(
                    "svg",
                    svg(question.name() + theme + ".svg").getDocumentElement().getTagName());
            assertTrue(Files.size(folder.resolve(question.name() + theme + ".png")) > 0);
        }
    }

    private static Document svg(String name) throws Exception {
        var factory = javax.xml.parsers.DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(folder.resolve(name).toFile());
    }

    @Test
    @DisplayName("measures an executor of the user's own wherever it can take part")
    void ownExecutor() throws IOException {
        Results results = Results.read(folder.resolve(Results.FIGURES));
        Set<String> withIt = Questions.all().stream()
                .filter(question ->
                        results.answersTo(question.cases().getFirst()).containsKey(OwnSingleThread.class.getName()))
                .map(Question::name)
                .collect(Collectors.toSet());
        assertEquals(Set.of("execute", "burst", "round-trip", "timeouts", "lateness", "idle", "many"), withIt);
    }

    @Test
    @DisplayName("leaves a page with a section for each question, and the environment")
    void page() throws IOException {
        String page = Files.readString(folder.resolve("index.html"));
        for (Question question : Questions.all()) {
            assertTrue(page.contains("<h2 id=\"" + question.name() + "\">"), question.name());
        }
        assertTrue(page.contains(System.getProperty("java.version")), page);
    }

    @Test
    @DisplayName("leaves the shortest answer as a table for a document, ours first")
    void table() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("summary.md"));
        assertTrue(lines.get(0).startsWith("|  | execute, 1 producer, tasks/s |"), lines.get(0));
        assertTrue(lines.get(2).startsWith("| **Runloop on a platform thread** | "), lines.get(2));
    }

    @Test
    @DisplayName("does the same for two runs that are the same: nothing differs")
    void comparedWithItself() {
        assertEquals(CommandLine.ExitCode.OK, command(new StringWriter()).execute("compare", "" + folder, "" + folder));
    }

    @ParameterizedTest
    @DisplayName("names what is wrong with its arguments")
    @CsvSource(delimiter = '|', textBlock = """
        --only=nothing | no question has one of [nothing] in its name
        --subject=nobody | has one of [nobody] in its name
        --executor=no.such.Class | no.such.Class is neither a class on the class path nor one of the subjects
        --executor=java.lang.Thread | makes no ExecutorService
        --executor=java.util.concurrent.ThreadPoolExecutor | has no public constructor without parameters
        --passes=0 | --passes must be at least 1, but is 0
        --error=0.5 | --error must be at least 1, but is 0.5
        """)
    void badArguments(String argument, String message) {
        var errors = new StringWriter();
        assertEquals(CommandLine.ExitCode.USAGE, command(errors).execute("full", argument));
        assertTrue(errors.toString().contains(message), errors.toString());
    }

    @ParameterizedTest
    @DisplayName("asks only for benchmarks that exist")
    @MethodSource("questions")
    void benchmarksExist(Question question) throws ReflectiveOperationException {
        for (Case one : question.cases()) {
            int dot = one.benchmark().lastIndexOf('.');
            String method = one.benchmark().substring(dot + 1);
            assertTrue(
                    List.of(Class.forName(one.benchmark().substring(0, dot)).getMethods()).stream()
                            .anyMatch(found ->
                                    found.getName().equals(method) && found.isAnnotationPresent(Benchmark.class)),
                    one.benchmark());
        }
    }
}

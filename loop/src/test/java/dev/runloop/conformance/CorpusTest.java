package dev.runloop.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is missing or malformed is an error that says where; nothing of it is passed over. */
@DisplayName("The corpus")
final class CorpusTest {
    @TempDir
    Path directory;

    @Test
    @DisplayName("is read with its quotes, comments, options and traces")
    void isRead() throws IOException {
        write(
                "01-some.case",
                "case \"a # {\" quirk=x,y { # comment }\n timer T at=@20 order=-1 { print \"two\nlines\" } }");
        write("01-some.trace", "-- case a # {\nline\n");
        GoldenCase golden = Corpus.read(directory).files().getFirst().cases().getFirst();
        assertEquals("a # {", golden.title());
        assertEquals(2, golden.scenario().quirks().size());
        assertEquals(List.of("line"), golden.trace());
        var timer = (Statement.Timer) golden.scenario().body().getFirst();
        assertEquals(Moment.parse("@20"), timer.at());
        assertEquals(-1, timer.order());
        assertEquals(List.of(new Statement.Print("two\nlines")), timer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "case",
                "case t {",
                "case t }",
                "case t { leap }",
                "case t { \"wake\" }",
                "case t { run default soon true }",
                "case t { run default 0 perhaps }",
                "case t { run default 0 }",
                "case t { timer T every=20 { } }",
                "case t { source S odd { } }",
                "case t { observer O on=never { } }",
                "case t { block b default }",
                "case t { print \"open }",
                "case t other { }",
                "case t { } case t { }",
                "wake"
            })
    @DisplayName("refuses cases that are malformed")
    void refusesMalformedCases(String text) throws IOException {
        write("a.case", text);
        write("a.trace", "-- case t\n");
        String message = refused();
        assertTrue(message.contains("a.case"), message);
    }

    @Test
    @DisplayName("refuses a directory that does not exist or has no cases")
    void refusesNoCases() throws IOException {
        assertThrows(CorpusException.class, () -> Corpus.read(directory.resolve("nowhere")));
        refused();
        write("a.case", "# none\n");
        write("a.trace", "");
        refused();
    }

    @Test
    @DisplayName("refuses cases without traces and traces without cases")
    void refusesWhatIsAlone() throws IOException {
        write("a.case", "case t { } case u { }");
        refused();
        write("a.trace", "-- case t\n");
        refused();
        write("a.trace", "-- case u\n-- case t\n");
        refused();
        write("a.trace", "line\n-- case t\n-- case u\n");
        refused();
        write("a.trace", "-- case t\n-- case u\n");
        write("b.trace", "-- case t\n");
        refused();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    private String refused() {
        return String.valueOf(assertThrows(CorpusException.class, () -> Corpus.read(directory))
                .getMessage());
    }
}

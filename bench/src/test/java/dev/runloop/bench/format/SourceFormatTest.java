package dev.runloop.bench.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fails for a source that {@code mvn -q -Pformat} would change. */
class SourceFormatTest {
    @TestFactory
    @DisplayName("Every source is formatted")
    Stream<DynamicTest> everySourceIsFormatted() {
        Path root = SourceFormat.root();
        return SourceFormat.all().stream()
                .map(source -> DynamicTest.dynamicTest(
                        root.relativize(source.path()).toString(),
                        () -> assertEquals(source.formatted(), source.text(), "run mvn -q -Pformat")));
    }
}

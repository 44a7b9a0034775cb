package dev.runloop.bench.format;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A source as it is and as it should be. As a program, gives every source of all modules that layout.
 *
 * <p>This is no plugin of the build, since a formatter reads Java with the compiler of the JVM it runs on, and the JVM
 * that runs Maven may be older than the language of this project.
 */
record SourceFormat(Path path, String text, String formatted) {
    private static final List<String> MODULES = List.of("loop", "executors", "perform", "bench");

    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .formatJavadoc(false)
            .build());

    /** The folder that the modules are in, seen from the folder of one of them. */
    static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    /** All Java sources below a root. */
    static List<Path> sources(Path root) {
        return MODULES.stream()
                .flatMap(module -> below(root.resolve(module).resolve("src")))
                .toList();
    }

    private static Stream<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All sources of all modules. */
    static List<SourceFormat> all() {
        return sources(root()).parallelStream().map(SourceFormat::of).toList();
    }

    private static SourceFormat of(Path source) {
        try {
            String text = Files.readString(source);
            return new SourceFormat(source, text, FORMATTER.formatSourceAndFixImports(text));
        } catch (FormatterException e) {
            throw new IllegalStateException(source + " cannot be read as Java: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Formats every source in place. */
    public static void main(String[] args) throws IOException {
        for (SourceFormat source : all()) {
            if (!source.formatted.equals(source.text)) {
                Files.writeString(source.path, source.formatted);
                System.out.println("formatted " + source.path);
            }
        }
    }
}

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
 * The layout of the sources of all modules. As a program, gives every source that layout.
 *
 * <p>This is no plugin of the build, since a formatter reads Java with the compiler of the JVM it runs on, and the JVM
 * that runs Maven may be older than the language of this project.
 */
final class SourceFormat {
    private static final List<String> MODULES = List.of("loop", "executors", "perform", "bench");

    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
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

    /** What a source should look like. */
    String formatted(Path source) throws IOException {
        try {
            return formatter.formatSourceAndFixImports(Files.readString(source));
        } catch (FormatterException e) {
            throw new IOException(source + " cannot be read as Java: " + e.getMessage(), e);
        }
    }

    /** Formats every source in place. */
    public static void main(String[] args) throws IOException {
        var format = new SourceFormat();
        for (Path source : sources(root())) {
            String formatted = format.formatted(source);
            if (!formatted.equals(Files.readString(source))) {
                Files.writeString(source, formatted);
                System.out.println("formatted " + source);
            }
        }
    }
}

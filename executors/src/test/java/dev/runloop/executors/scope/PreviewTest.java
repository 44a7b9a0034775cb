package dev.runloop.executors.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.test.OtherJvm;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Preview features are needed")
class PreviewTest {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int NO_PREVIEW = 0;

    /** The classes of this module, as they go into its jar. */
    private static List<Path> classes() throws Exception {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .toList();
        }
    }

    private static Path root() throws Exception {
        return Path.of(RunLoopExecutor.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static int minorVersion(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file);
                var data = new DataInputStream(stream)) {
            assertEquals(MAGIC, data.readInt());
            return data.readUnsignedShort();
        }
    }

    private static boolean isOfScope(Path file) {
        return Path.of("dev", "runloop", "executors", "scope").equals(file.getParent());
    }

    @Test
    void byTheClassesThatTheCompilerHasMarkedAllOfThemInThePackageOfScopes() throws Exception {
        Path root = root();
        List<Path> marked = classes().stream()
                .filter(file -> {
                    try {
                        return minorVersion(file) != NO_PREVIEW;
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .map(root::relativize)
                .filter(file -> !file.toString().contains("Test")) // where tests lie in the same folder
                .toList();

        assertTrue(
                marked.contains(Path.of("dev", "runloop", "executors", "scope", "RunLoopScope.class")),
                marked.toString());
        assertEquals(List.of(), marked.stream().filter(file -> !isOfScope(file)).toList());
    }

    /** Loads and initializes the classes that are named. */
    static final class Loads {
        private Loads() {}

        public static void main(String[] args) throws Exception {
            int loaded = 0;
            for (Path file : classes()) {
                Path relative = root().relativize(file);
                if (!isOfScope(relative) && relative.startsWith(Path.of("dev", "runloop"))) {
                    String name = relative.toString();
                    Class.forName(name.substring(0, name.length() - ".class".length())
                            .replace(relative.getFileSystem().getSeparator(), "."));
                    loaded++;
                }
            }
            System.out.println(loaded > 50 ? "loaded" : "loaded only " + loaded);
        }
    }

    @Test
    void byNoneOfTheOthersWhichLoadWithoutTheOption() throws Exception {
        assertEquals(List.of("loaded"), OtherJvm.run(Loads.class));
    }

    /** Uses the package. */
    static final class UsesScope {
        private UsesScope() {}

        public static void main(String[] args) {
            try {
                Class.forName("dev.runloop.executors.scope.RunLoopScope");
                System.out.println("loaded");
            } catch (ClassNotFoundException | UnsupportedClassVersionError e) {
                System.out.println(e.getMessage().contains("--enable-preview"));
            }
        }
    }

    @Test
    void byTheScopeItselfAsTheJvmSays() throws Exception {
        assertEquals(List.of("true"), OtherJvm.run(UsesScope.class));
    }
}

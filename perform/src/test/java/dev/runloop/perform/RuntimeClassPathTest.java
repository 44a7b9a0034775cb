package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Looks into every class that users of the published modules get, ours and those of what they depend on. */
@DisplayName("On the class path of users")
class RuntimeClassPathTest {
    private static final String UNSAFE = "sun/misc/Unsafe";

    private static final List<ClassModel> CLASSES = new ArrayList<>();

    @BeforeAll
    static void readClasses() throws IOException {
        // The build sets it: the class path of this run also holds what only tests need.
        String classPath = System.getProperty("runloop.runtimeClassPath");
        assertNotNull(classPath, "the property runloop.runtimeClassPath is not set: run this test with Maven");
        List<Path> entries = Stream.of(classPath.split(Pattern.quote(File.pathSeparator), -1))
                .map(Path::of)
                .toList();
        // The first is this module; the others are folders in a build that ends before it packages them.
        assumeTrue(entries.stream().skip(1).noneMatch(Files::isDirectory), "loop and executors are not packaged");
        for (Path path : entries) {
            if (Files.isDirectory(path)) {
                readClasses(path);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(path)) {
                    readClasses(jar.getPath("/"));
                }
            }
        }
    }

    private static void readClasses(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                CLASSES.add(ClassFile.of().parse(Files.readAllBytes(file)));
            }
        }
    }

    @Test
    @DisplayName("are the published modules, with queues in the first of them")
    void holdsWhatUsersGet() {
        for (String name : List.of(
                "dev/runloop/RunLoop",
                "dev/runloop/executors/RunLoopExecutor",
                "dev/runloop/perform/Perform",
                "dev/runloop/internal/jctools/queues/varhandle/MpscVarHandleArrayQueue")) {
            assertTrue(CLASSES.stream().anyMatch(model -> nameOf(model).equals(name)), name);
        }
    }

    @Test
    @DisplayName("is nothing but ours: no dependency")
    void holdsNothingElse() {
        assertEquals(
                List.of(),
                CLASSES.stream()
                        .map(RuntimeClassPathTest::nameOf)
                        .filter(name -> !name.startsWith("dev/runloop/") && !name.equals("module-info"))
                        .toList());
    }

    @Test
    @DisplayName("no class knows sun.misc.Unsafe, which prints warnings since JDK 24")
    void knowsNoUnsafe() {
        assertEquals(
                List.of(),
                CLASSES.stream()
                        .filter(RuntimeClassPathTest::knowsUnsafe)
                        .map(RuntimeClassPathTest::nameOf)
                        .toList());
    }

    @Test
    @DisplayName("no class depends on preview features, but for those of the one package that says so")
    void dependsOnNoPreviewOutsideOfScopes() {
        assertEquals(
                Set.of("dev/runloop/executors/scope"),
                CLASSES.stream()
                        .filter(model -> model.minorVersion() != 0)
                        .map(RuntimeClassPathTest::nameOf)
                        .map(name -> name.substring(0, name.lastIndexOf('/')))
                        .collect(Collectors.toSet()));
    }

    private static String nameOf(ClassModel model) {
        return model.thisClass().asInternalName();
    }

    /** By any mention: a reference, a descriptor, or the name as a string. */
    private static boolean knowsUnsafe(ClassModel model) {
        return StreamSupport.stream(model.constantPool().spliterator(), false)
                .filter(Utf8Entry.class::isInstance)
                .map(entry -> entry.toString().replace('.', '/'))
                .anyMatch(text -> text.contains(UNSAFE));
    }
}

package dev.runloop.diagnostics;

import dev.runloop.internal.trace.UserCodeWrapper;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells the frames of this library from others by where their classes come from, so that there is no list of classes to keep,
 * and a user's package may have any name. Keeps no class. Thread-safe.
 */
final class OwnCode {
    private static final ClassLoader LOADER = OwnCode.class.getClassLoader();
    private static final String PREFIX = "dev.runloop.";

    /** A class of each module; one that is not there is left out. */
    private static final List<String> OF_EACH_MODULE =
            List.of(OwnCode.class.getName(), "dev.runloop.executors.RunLoopExecutor", "dev.runloop.perform.Perform");

    /** Where the modules come from. */
    private static final List<CodeSource> SOURCES = sources();

    private OwnCode() {}

    private static List<CodeSource> sources() {
        List<CodeSource> found = new ArrayList<>();
        for (String name : OF_EACH_MODULE) {
            source(name).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    private static Optional<CodeSource> source(String className) {
        return find(className).map(found -> found.getProtectionDomain().getCodeSource());
    }

    /** Whether the method of a frame is of this library, or of what it brings along. */
    static boolean has(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("org.jctools.")
                || (name.startsWith(PREFIX)
                        && find(name).map(OwnCode::isFromHere).orElse(false));
    }

    /** Whether the method of a frame of this library is of something that stands for user code. */
    static boolean wrapsUserCode(StackTraceElement frame) {
        return find(frame.getClassName())
                .map(UserCodeWrapper.class::isAssignableFrom)
                .orElse(false);
    }

    private static boolean isFromHere(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null
                ? type.getModule().equals(OwnCode.class.getModule())
                : SOURCES.stream().anyMatch(own -> isSame(own, source));
    }

    private static boolean isSame(CodeSource one, CodeSource other) {
        return one.getLocation() != null
                && other.getLocation() != null
                && one.getLocation().toExternalForm().equals(other.getLocation().toExternalForm());
    }

    private static Optional<Class<?>> find(String className) {
        return Optional.ofNullable(loaded(className));
    }

    private static @Nullable Class<?> loaded(String className) {
        try {
            return Class.forName(className, false, LOADER);
        } catch (ClassNotFoundException | LinkageError e) {
            return null; // of another class loader, so not of this library
        }
    }
}

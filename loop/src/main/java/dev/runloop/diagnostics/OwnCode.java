package dev.runloop.diagnostics;

import dev.runloop.internal.trace.UserCodeWrapper;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the frames of this library by where their classes come from, so there is no list of classes to maintain, and user
 * packages may have any name. Keeps no class. Thread-safe.
 */
final class OwnCode {
    private static final ClassLoader LOADER = OwnCode.class.getClassLoader();
    private static final String PREFIX = "dev.runloop.";

    /** One class of each module; missing ones are skipped. */
    private static final List<String> OF_EACH_MODULE =
            List.of(OwnCode.class.getName(), "dev.runloop.executors.RunLoopExecutor", "dev.runloop.perform.Perform");

    /** The code sources of the modules. */
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

    /** Whether a frame is of this library or of the classes shaded into it. */
    static boolean has(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.startsWith("org.jctools.")
                || (name.startsWith(PREFIX)
                        && find(name).map(OwnCode::isFromHere).orElse(false));
    }

    /** Whether a frame of this library is of a wrapper of user code. */
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
            return null; // of another class loader, so not this library's
        }
    }
}

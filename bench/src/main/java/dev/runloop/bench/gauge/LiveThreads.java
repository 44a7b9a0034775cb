package dev.runloop.bench.gauge;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All threads of the JVM that are alive, virtual ones included.
 *
 * <p>The JDK offers only a dump of them, and in 25 that dump crashes the JVM now and then while virtual threads are being
 * mounted (JDK-8364343). So this walks the JDK's own lists of threads, for which {@code java.base/jdk.internal.vm} has to
 * be opened, and asks each thread for its stack in the ordinary way.
 */
public final class LiveThreads {
    private static final Class<?> CONTAINERS = type("jdk.internal.vm.ThreadContainers");
    private static final Class<?> CONTAINER = type("jdk.internal.vm.ThreadContainer");
    private static final Method ROOT = method(CONTAINERS, "root");
    private static final Method CHILDREN = method(CONTAINER, "children");
    private static final Method THREADS = method(CONTAINER, "threads");

    private LiveThreads() {}

    /** All there are at some time during the call. */
    public static List<Thread> all() {
        try {
            return in(ROOT.invoke(null)).toList();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the JVM does not tell its threads", e);
        }
    }

    private static Stream<Thread> in(Object container) throws ReflectiveOperationException {
        Stream<Thread> threads = ((Stream<?>) THREADS.invoke(container)).map(Thread.class::cast);
        for (Object child : ((Stream<?>) CHILDREN.invoke(container)).toList()) {
            threads = Stream.concat(threads, in(child));
        }
        return threads;
    }

    /** A thread with its stack, innermost frame first. */
    public static String describe(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(
                        "\n    ", "#" + thread.threadId() + " \"" + thread.getName() + "\"\n    ", ""));
    }

    /** All threads with their stacks. */
    public static String dump() {
        return all().stream().map(LiveThreads::describe).collect(Collectors.joining("\n\n"));
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static Method method(Class<?> type, String name) {
        try {
            Method method = type.getMethod(name);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}

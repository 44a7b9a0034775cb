package dev.runloop.executors.confined;

import dev.runloop.executors.confined.spi.VirtualThreadScheduling;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Schedules virtual threads through a constructor that the JDK's builder of virtual threads has for its own tests. It exists
 * since JDK 21 and becomes accessible by a JVM option.
 */
final class ReflectiveScheduling implements VirtualThreadScheduling {
    private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";
    private static final String THREAD = "java.lang.VirtualThread";
    private static final String POLLER = "sun.nio.ch.Poller";

    private final @Nullable Constructor<?> constructor; // null: this JDK has none
    private final boolean isAccessible;
    private final @Nullable Field scheduler; // of a virtual thread; null if it cannot be read

    ReflectiveScheduling() {
        constructor = find();
        isAccessible = constructor != null && constructor.trySetAccessible();
        scheduler = isAccessible ? findScheduler() : null;
        if (isAccessible) {
            startPollers();
        }
    }

    private static @Nullable Field findScheduler() {
        try {
            Field field = Class.forName("java.lang.VirtualThread").getDeclaredField("scheduler");
            return field.trySetAccessible() ? field : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    @Override
    public @Nullable Executor schedulerOf(Thread thread) {
        try {
            return scheduler != null
                            && scheduler.getDeclaringClass().isInstance(thread)
                            && scheduler.get(thread) instanceof Executor executor
                    ? executor
                    : null;
        } catch (IllegalAccessException e) {
            throw new LinkageError("accessible, and yet it cannot be read", e);
        }
    }

    private static @Nullable Constructor<?> find() {
        try {
            return Class.forName(BUILDER).getDeclaredConstructor(Executor.class);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /**
     * The JDK starts the pollers of the sockets of all virtual threads when the first virtual thread blocks on a socket. On
     * Linux the pollers are virtual threads themselves and inherit the scheduler of that thread. If it were confined, all
     * sockets of the JVM would depend on one loop.
     */
    private static void startPollers() {
        try {
            Class.forName(POLLER);
        } catch (ClassNotFoundException e) {
            // a JDK that polls differently
        }
    }

    @Override
    public Executor defaultScheduler() {
        try {
            Method method = Class.forName(THREAD).getDeclaredMethod("defaultScheduler");
            method.setAccessible(true);
            return (Executor) method.invoke(null);
        } catch (ReflectiveOperationException | RuntimeException e) { // a JDK with another name for it
            return VirtualThreadScheduling.super.defaultScheduler();
        }
    }

    @Override
    public boolean isSupported() {
        return isAccessible;
    }

    @Override
    public String requirement() {
        if (constructor == null) {
            return "a JDK whose virtual threads can be given a scheduler, as that of JDK 25; this is "
                    + Runtime.version();
        }
        return "the JVM option --add-opens java.base/java.lang=" + moduleName();
    }

    private static String moduleName() {
        Module module = ReflectiveScheduling.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }

    @Override
    public Thread.Builder.OfVirtual builder(Executor scheduler) {
        if (constructor == null || !isAccessible) {
            throw new ConfinementUnsupportedException(requirement());
        }
        try {
            return (Thread.Builder.OfVirtual) constructor.newInstance(scheduler);
        } catch (InvocationTargetException e) {
            throw new UnsupportedOperationException("no virtual threads on this platform", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("accessible, and yet it cannot be called", e);
        }
    }
}

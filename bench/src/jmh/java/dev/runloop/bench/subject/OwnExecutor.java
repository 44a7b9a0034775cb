package dev.runloop.bench.subject;

import java.lang.reflect.Constructor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * A user's executor, by the name of its class: an {@link ExecutorService} or a {@link Supplier} of executors, with a
 * public constructor without parameters. It must run tasks one after the other; a {@link ScheduledExecutorService}
 * takes part in measures that need a scheduler.
 */
record OwnExecutor(String name, Constructor<?> constructor, boolean schedules) implements Subject {

    /** Loads the class and creates one executor, to see that this works. */
    static OwnExecutor named(String className) {
        Constructor<?> constructor = constructorOf(className);
        try (ExecutorService service = make(constructor)) {
            return new OwnExecutor(className, constructor, service instanceof ScheduledExecutorService);
        }
    }

    private static Constructor<?> constructorOf(String className) {
        try {
            return Class.forName(className, true, Thread.currentThread().getContextClassLoader())
                    .getConstructor();
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "%s is neither a class on the class path nor one of the subjects %s"
                            .formatted(
                                    className,
                                    Lineup.subjects().stream()
                                            .map(Subject::name)
                                            .toList()),
                    e);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "class " + className + " has no public constructor without parameters", e);
        }
    }

    private static ExecutorService make(Constructor<?> constructor) {
        Object made;
        try {
            made = constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no instance of %s can be made: %s".formatted(constructor, e), e);
        }
        Object service = made instanceof Supplier<?> supplier ? supplier.get() : made;
        if (service instanceof ExecutorService executor) {
            return executor;
        }
        throw new IllegalArgumentException("%s makes no ExecutorService but %s".formatted(constructor, service));
    }

    @Override
    public Actor open() {
        ExecutorService service = make(constructor);
        return Actor.of(service, service::close);
    }
}

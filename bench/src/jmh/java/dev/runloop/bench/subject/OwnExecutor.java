package dev.runloop.bench.subject;

import java.lang.reflect.Constructor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * An executor of the user's, by the name of its class: an {@link ExecutorService} with a public constructor without
 * parameters, or a {@link Supplier} of executors with one. It has to run its tasks one after the other, and takes part
 * in what needs a scheduler if it is a {@link ScheduledExecutorService}.
 *
 * @param name of the class
 */
record OwnExecutor(String name, Constructor<?> constructor, boolean schedules) implements Subject {

    /** Looks for the class, and makes one executor to see that it can be made. */
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

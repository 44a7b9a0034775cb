package dev.runloop.diagnostics;

import dev.runloop.internal.trace.UserCodeWrapper;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Numbers for names, so that records need not hold objects. Thread-safe: any number read can be looked up. */
final class TimelineNames {
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<String, Integer> numbers = new ConcurrentHashMap<>();
    private final ClassValue<Integer> ofClasses = new ClassValue<>() {
        @Override
        protected Integer computeValue(Class<?> type) {
            return number(UserCodeWrapper.nameOf(type));
        }
    };

    /** The number of the class of a callee. */
    int ofCallee(Object callee) {
        return ofClasses.get(UserCodeWrapper.classOf(callee));
    }

    /** The number of any name. */
    int number(String name) {
        Integer known = numbers.get(name);
        return known != null ? known : numbers.computeIfAbsent(name, this::add);
    }

    private synchronized int add(String name) {
        names.add(name);
        return names.size() - 1;
    }

    /** The name of a number. */
    String name(int number) {
        return names.get(number);
    }
}

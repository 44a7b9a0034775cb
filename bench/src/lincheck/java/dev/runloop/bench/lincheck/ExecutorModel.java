package dev.runloop.bench.lincheck;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** The sequential specification of {@link ExecutorOperations}. */
public class ExecutorModel {
    private final Queue<Integer> tasks = new ArrayDeque<>();
    private boolean isShutdown;

    public boolean execute(int number) {
        return !isShutdown && tasks.add(number);
    }

    public int runNext() {
        Integer next = tasks.poll();
        return next == null ? 0 : next;
    }

    public void shutdown() {
        isShutdown = true;
    }

    public List<Integer> stop() {
        if (!isShutdown) {
            return List.of(-1);
        }
        List<Integer> neverRan = List.copyOf(tasks);
        tasks.clear();
        return neverRan;
    }
}

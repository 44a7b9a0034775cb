package dev.runloop.bench.lincheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** An executor whose producers check the state before they submit, and not again. Must be caught. */
@Param(name = "number", gen = IntGen.class, conf = "1:3")
public class ExecutorLookingOnce {
    private final Queue<Integer> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean isShutdown;

    @Operation
    public boolean execute(@Param(name = "number") int number) {
        return !isShutdown && tasks.offer(number);
    }

    @Operation(nonParallelGroup = "loop")
    public int runNext() {
        Integer next = tasks.poll();
        return next == null ? 0 : next;
    }

    @Operation
    public void shutdown() {
        isShutdown = true;
    }

    @Operation(runOnce = true)
    public List<Integer> stop() {
        if (!isShutdown) {
            return List.of(-1);
        }
        List<Integer> neverRan = new ArrayList<>();
        for (Integer next = tasks.poll(); next != null; next = tasks.poll()) {
            neverRan.add(next);
        }
        return neverRan;
    }
}

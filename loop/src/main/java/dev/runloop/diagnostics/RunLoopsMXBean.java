package dev.runloop.diagnostics;

import java.util.List;

/**
 * The loops of this JVM, for JMX: for {@code jconsole} and other clients, which need no class of ours. {@link
 * RunLoopsManagement} registers it. Needs the module {@code java.management}.
 */
public interface RunLoopsMXBean {
    /** {@return how many loops there are} */
    int getCount();

    /** {@return how each loop is, sorted by the ids of their threads} */
    List<RunLoopStatus> getLoops();

    /** {@return the sum of passes of the loops that there are} */
    long getTotalPasses();

    /** {@return the sum of tasks that executors have run on the loops that there are} */
    long getTotalTasks();

    /** {@return how many tasks, blocks and changes by other threads wait in all loops} */
    long getTotalQueued();

    /**
     * {@return the description of a loop, as text}
     *
     * @param thread the name of its thread
     * @throws IllegalArgumentException if no thread of this name has a loop
     */
    String describe(String thread);

    /**
     * {@return the description of a loop, as JSON}
     *
     * @param thread the name of its thread
     * @throws IllegalArgumentException if no thread of this name has a loop
     */
    String describeAsJson(String thread);

    /** {@return the descriptions of all loops, as text} */
    String describeAll();

    /** {@return the descriptions of all loops, as a JSON array} */
    String describeAllAsJson();
}

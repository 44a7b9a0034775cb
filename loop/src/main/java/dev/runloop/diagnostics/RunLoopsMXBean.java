package dev.runloop.diagnostics;

import java.util.List;

/**
 * The loops of this JVM, for JMX clients such as {@code jconsole}, which need none of our classes. {@link
 * RunLoopsManagement} registers it. Needs the module {@code java.management}.
 */
public interface RunLoopsMXBean {
    /** {@return the number of loops} */
    int getCount();

    /** {@return the state of each loop, sorted by thread id} */
    List<RunLoopStatus> getLoops();

    /** {@return the total number of passes of all loops} */
    long getTotalPasses();

    /** {@return the total number of tasks that executors have run on all loops} */
    long getTotalTasks();

    /** {@return the number of tasks, blocks and changes waiting in all loops} */
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

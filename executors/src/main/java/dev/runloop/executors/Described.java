package dev.runloop.executors;

/** Descriptions of tasks in messages. */
final class Described {
    private Described() {}

    /** The task's {@code toString}, or its class if that throws. */
    static String of(Object task) {
        try {
            return String.valueOf(task);
        } catch (Throwable e) { // from user code; the message is what matters
            return task.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(task));
        }
    }
}

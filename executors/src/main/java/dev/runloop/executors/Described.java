package dev.runloop.executors;

/** How tasks are named in messages. */
final class Described {
    private Described() {}

    /** What a task says of itself; its class if it fails to. */
    static String of(Object task) {
        try {
            return String.valueOf(task);
        } catch (Throwable e) { // it is somebody else's code, and the message is what matters
            return task.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(task));
        }
    }
}

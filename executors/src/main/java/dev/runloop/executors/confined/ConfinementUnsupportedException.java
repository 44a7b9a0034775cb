package dev.runloop.executors.confined;

/** Thrown when confined threads are requested in a JVM that was not started for them. The message says what is missing. */
public final class ConfinementUnsupportedException extends UnsupportedOperationException {
    private static final long serialVersionUID = 1L;

    ConfinementUnsupportedException(String requirement) {
        super("confined threads need " + requirement);
    }
}

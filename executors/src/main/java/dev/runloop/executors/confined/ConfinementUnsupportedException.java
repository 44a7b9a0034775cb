package dev.runloop.executors.confined;

/** Thrown where confined threads are to be made in a JVM that was not started for them. Says what is missing. */
public final class ConfinementUnsupportedException extends UnsupportedOperationException {
    private static final long serialVersionUID = 1L;

    ConfinementUnsupportedException(String requirement) {
        super("confined threads need " + requirement);
    }
}

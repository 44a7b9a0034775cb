package dev.runloop.executors;

/**
 * The word of a {@link DrainLock}, alone on its cache line: the loop writes it twice per task, and producers read what might
 * otherwise lie beside it. The fields of a superclass are laid out before those of its subclasses.
 */
final class DrainLockWord {
    private DrainLockWord() {}

    /** Padding before the field. */
    @SuppressWarnings("UnusedVariable")
    abstract static class PaddingBefore {
        private long p0, p1, p2, p3, p4, p5, p6, p7;
    }

    /** The field. */
    abstract static class Field extends PaddingBefore {
        volatile int phase; // see the picture in DrainLock
    }

    /** Padding after the field. */
    @SuppressWarnings("UnusedVariable")
    abstract static class Padded extends Field {
        private long p0, p1, p2, p3, p4, p5, p6, p7;
    }
}

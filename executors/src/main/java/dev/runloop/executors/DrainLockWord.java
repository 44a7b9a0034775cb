package dev.runloop.executors;

/**
 * The phase of a {@link DrainLock}, alone on its cache line: the loop writes it twice a task, and what might otherwise
 * lie beside it is read by producers. Fields of a superclass are laid out before those of its subclasses.
 */
final class DrainLockWord {
    private DrainLockWord() {}

    /** Room before the field. */
    @SuppressWarnings("UnusedVariable")
    abstract static class RoomBefore {
        private long p0, p1, p2, p3, p4, p5, p6, p7;
    }

    /** The field. */
    abstract static class Field extends RoomBefore {
        volatile int phase; // see the picture in DrainLock
    }

    /** Room after the field. */
    @SuppressWarnings("UnusedVariable")
    abstract static class Padded extends Field {
        private long p0, p1, p2, p3, p4, p5, p6, p7;
    }
}

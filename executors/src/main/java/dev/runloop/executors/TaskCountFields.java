package dev.runloop.executors;

/** The fields of {@link TaskCounts}; those of a superclass are laid out before those of its subclasses. */
final class TaskCountFields {
    private TaskCountFields() {}

    /** Room before the fields. */
    @SuppressWarnings("UnusedVariable")
    abstract static class RoomBefore {
        private long p0, p1, p2, p3, p4, p5, p6, p7;
    }

    /** The fields. */
    abstract static class Fields extends RoomBefore {
        long begun;
        long ended;
    }

    /** Room after the fields. */
    @SuppressWarnings("UnusedVariable")
    abstract static class Padded extends Fields {
        private long p0, p1, p2, p3, p4, p5, p6, p7;
    }
}

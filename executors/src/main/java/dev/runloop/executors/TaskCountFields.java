package dev.runloop.executors;

/** The fields of {@link TaskCounts}; those of a superclass are laid out before those of its subclasses. */
final class TaskCountFields {
    private TaskCountFields() {}

    /** Padding before the fields. */
    @SuppressWarnings("UnusedVariable")
    abstract static class PaddingBefore {
        private long p0, p1, p2, p3, p4, p5, p6, p7;
    }

    /** The fields. */
    abstract static class Fields extends PaddingBefore {
        long begun;
        long ended;
    }

    /** Padding after the fields. */
    @SuppressWarnings("UnusedVariable")
    abstract static class Padded extends Fields {
        private long p0, p1, p2, p3, p4, p5, p6, p7;
    }
}

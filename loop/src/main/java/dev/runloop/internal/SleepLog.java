package dev.runloop.internal;

/** Observes the sleeps of a loop, on its thread; times are of {@link System#nanoTime()}. */
public interface SleepLog {
    /** Ignores them. */
    SleepLog NONE = new SleepLog() {
        @Override
        public void sleeps(long now) {}

        @Override
        public void wakes(long start, long now) {}
    };

    /** The loop is going to sleep. */
    void sleeps(long now);

    /** The loop has slept since {@code start}. */
    void wakes(long start, long now);
}

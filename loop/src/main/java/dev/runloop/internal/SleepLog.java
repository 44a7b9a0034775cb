package dev.runloop.internal;

/** Hears of the sleeps of a loop, on its thread, with moments of {@link System#nanoTime()}. */
public interface SleepLog {
    /** Takes no note. */
    SleepLog NONE = new SleepLog() {
        @Override
        public void sleeps(long now) {}

        @Override
        public void wakes(long start, long now) {}
    };

    /** The loop goes to sleep. */
    void sleeps(long now);

    /** The loop has slept since {@code start}. */
    void wakes(long start, long now);
}

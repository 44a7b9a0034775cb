package dev.runloop.internal;

/**
 * How many times a thread polls for an event before it sleeps. Where events follow each other closely, a spin is cheaper
 * than a sleep and a wake-up; elsewhere it wastes a processor, perhaps the very one the awaited thread needs. So the
 * length follows what has paid off lately: it doubles or halves, up to some 20 microseconds. On a single processor
 * it is zero.
 *
 * <p>The length is an {@code int} that its owner keeps, so that an idle loop pays for no object. It is a hint: a race
 * between threads that share one loses nothing else.
 */
public final class AdaptiveSpin {
    private static final int SHORTEST = 64;
    private static final int LONGEST = Runtime.getRuntime().availableProcessors() > 1 ? 1024 : 0;
    private static final long BRIEF_NANOS = 100_000;

    private AdaptiveSpin() {}

    /** The length after a spin that saw the event. */
    public static int afterHit(int spins) {
        return Math.min(LONGEST, 2 * spins + SHORTEST);
    }

    /** The length after a sleep: longer if it was so brief that a spin would have been cheaper, else half. */
    public static int afterSleep(int spins, long nanos) {
        return nanos < BRIEF_NANOS ? afterHit(spins) : spins >> 1;
    }

    /**
     * The length after a spin in vain and the sleep that followed, for a thread that may keep the awaited one off its
     * processor: half, but not down to none as long as sleeps are brief.
     */
    public static int afterMiss(int spins, long nanos) {
        return nanos < BRIEF_NANOS ? Math.min(LONGEST, (spins + SHORTEST) >> 1) : spins >> 1;
    }
}

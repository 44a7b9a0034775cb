package dev.runloop;

/**
 * Loops that no thread runs, for trials of what several threads do to one: the thread of such a loop has not begun, and
 * what that thread would do is done by the thread that plays its part.
 */
public final class UnrunLoop {
    private static final Thread NOBODY = Thread.ofPlatform().unstarted(() -> {});

    private UnrunLoop() {}

    /** {@return one} */
    public static RunLoop make() {
        return make(RunLoopClock.system());
    }

    /**
     * {@return one with a clock of its own}
     *
     * @param clock the clock
     */
    public static RunLoop make(RunLoopClock clock) {
        return new RunLoop(NOBODY, clock);
    }

    /**
     * Ends one, as the end of its thread does.
     *
     * @param loop the loop
     */
    public static void end(RunLoop loop) {
        loop.end();
    }
}

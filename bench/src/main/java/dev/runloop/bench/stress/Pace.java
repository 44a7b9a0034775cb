package dev.runloop.bench.stress;

/**
 * For the actor whose way is much shorter: pauses that are others each time keep it beside the one with the longer way,
 * and not always at the same place of it. Without them it would be far ahead after a few trials.
 */
public final class Pace {
    private static final int LONGEST = 32;
    private static int next; // plain: that a number comes twice does not matter

    private Pace() {}

    /** Pauses for up to a microsecond or two. */
    public static void pause() {
        for (int i = next++ & (LONGEST - 1); i > 0; i--) {
            Thread.onSpinWait();
        }
    }
}

package dev.runloop.bench.stress;

/**
 * For the actor whose way is much shorter: pauses that are others each time keep it beside the one with the longer way,
 * and not always at the same place of it. Without them it would be far ahead after a few trials.
 */
public final class Pace {
    private static final int LONGEST = 32;
    private static final int ROOM = 4 * LONGEST;
    private static int next; // plain: that a number comes twice does not matter

    private Pace() {}

    /** Pauses for up to a microsecond or two. */
    public static void pause() {
        spin(next++ & (LONGEST - 1));
    }

    /** Pauses for up to so many times as long, where the way of the other is a long one. */
    public static void pause(int times) {
        spin((next++ & (LONGEST - 1)) * times);
    }

    /** Leaves the other actor some time to come: in a callback, or between two steps of a twin. */
    public static void leaveRoom() {
        spin(ROOM);
    }

    private static void spin(int spins) {
        for (int i = spins; i > 0; i--) {
            Thread.onSpinWait();
        }
    }
}

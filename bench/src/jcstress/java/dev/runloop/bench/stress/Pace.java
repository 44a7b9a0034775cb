package dev.runloop.bench.stress;

/**
 * For the actor with the shorter path: pauses of varying length keep it abreast of the other, and not always at the same
 * point of its path. Without them it would be far ahead after a few attempts.
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

    /** Pauses for up to so many times as long, for another with a long path. */
    public static void pause(int times) {
        spin((next++ & (LONGEST - 1)) * times);
    }

    /** Gives the other actor some time to come in between: in a callback, or between two steps of a twin. */
    public static void leaveRoom() {
        spin(ROOM);
    }

    private static void spin(int spins) {
        for (int i = spins; i > 0; i--) {
            Thread.onSpinWait();
        }
    }
}

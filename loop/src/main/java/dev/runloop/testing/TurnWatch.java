package dev.runloop.testing;

import dev.runloop.internal.Failures;
import dev.runloop.internal.LibraryThreads;

/**
 * Checks every millisecond whether the thread that has the turn is blocked elsewhere. The watch thread lives while
 * threads wait for their turns, and a little longer.
 */
final class TurnWatch {
    private static final long MILLIS_BETWEEN_LOOKS = 1;
    private static final int IDLE_LOOKS = 200;

    private TurnWatch() {}

    /** Starts to watch, on a daemon thread. */
    static void start(Turn turn) {
        LibraryThreads.startDaemon("virtual-clock-watch", () -> watch(turn));
    }

    private static void watch(Turn turn) {
        int idle = 0;
        while (idle < IDLE_LOOKS || !turn.endWatch()) {
            pause();
            idle = isNeeded(turn) ? 0 : idle + 1;
        }
    }

    /** A look asks for the state of threads, which may be of a user's class and throw. */
    private static boolean isNeeded(Turn turn) {
        try {
            return turn.look();
        } catch (Throwable e) {
            Failures.log("a virtual clock cannot tell what its threads do", e);
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            // There is no reason to interrupt this thread; the next look comes early.
        }
    }
}

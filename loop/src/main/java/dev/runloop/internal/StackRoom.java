package dev.runloop.internal;

/**
 * Room on the stack for what must not be left in the middle.
 *
 * <p>Steps that belong together, such as to note that an item is in a mode and to tell the loop of it, would come apart if
 * the thread ran out of stack between them. So it is made to run out of it before the first one.
 */
public final class StackRoom {
    private static final int FRAMES_TO_WAKE = 96; // to wake a virtual thread takes some KB
    private static final int FRAMES = FRAMES_TO_WAKE + 16;

    private StackRoom() {}

    /**
     * Returns if there is room for some calls within each other.
     *
     * @throws StackOverflowError if there is none
     */
    public static void demand() {
        descend(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /**
     * As {@link #demand()}, for the end of a wait alone: a thread that has had room for what needs one has it for this.
     *
     * @throws StackOverflowError if there is none
     */
    static void demandToWake() {
        descend(FRAMES_TO_WAKE, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** With more arguments than registers, so that compiled frames are not much smaller than interpreted ones. */
    private static long descend(int frames, long a, long b, long c, long d, long e, long f, long g, long h) {
        return frames == 0 ? a : descend(frames - 1, b, c, d, e, f, g, h, a) + 1;
    }
}

package dev.runloop.internal;

/**
 * Makes sure that there is stack left for steps that must not be separated. Such steps, like recording that an item is in a
 * mode and telling the loop, would come apart if the thread ran out of stack between them. This makes it run out before the
 * first one.
 */
public final class StackRoom {
    private static final int FRAMES_TO_WAKE = 96; // unparking a virtual thread takes some KB
    private static final int FRAMES = FRAMES_TO_WAKE + 16;

    private StackRoom() {}

    /**
     * Returns if there is enough stack.
     *
     * @throws StackOverflowError if there is not
     */
    public static void ensure() {
        descend(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /**
     * As {@link #ensure()}, but for the end of a wait only. A thread that has passed {@code ensure()} passes this too.
     *
     * @throws StackOverflowError if there is not enough
     */
    static void ensureToWake() {
        descend(FRAMES_TO_WAKE, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** Has more arguments than there are registers, so that compiled frames are not much smaller than interpreted ones. */
    private static long descend(int frames, long a, long b, long c, long d, long e, long f, long g, long h) {
        return frames == 0 ? a : descend(frames - 1, b, c, d, e, f, g, h, a) + 1;
    }
}

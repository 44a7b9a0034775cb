package dev.runloop.internal;

/**
 * Room on the stack for what must not be left in the middle.
 *
 * <p>Steps that belong together, such as to note that an item is in a mode and to tell the loop of it, would come apart if
 * the thread ran out of stack between them. So it is made to run out of it before the first one.
 */
public final class StackRoom {
    private static final int FRAMES = 64; // some KB interpreted, a good one compiled: more than such steps take

    private StackRoom() {}

    /**
     * Returns if there is room for some calls within each other.
     *
     * @throws StackOverflowError if there is none
     */
    public static void demand() {
        descend(FRAMES);
    }

    private static int descend(int frames) {
        return frames == 0 ? 0 : descend(frames - 1) + 1;
    }
}

package dev.runloop.internal;

import org.jspecify.annotations.Nullable;

/**
 * Has the runs of a loop made on a virtual thread that is carried by the thread the loop belongs to, its owner. So a
 * callback that blocks leaves the owner free for other virtual threads that it carries, which may be those that the
 * callback waits for.
 *
 * <p>The owner and the virtual thread, its rider, are one thread to the system and never run at the same time. So what belongs
 * to the loop's thread may be used by both, and what one does happens-before what the other does next.
 */
public interface Carriage {
    /** The virtual thread, made by the first call, which has to come from the owner. */
    Thread rider();

    /** The owner: has work done by the rider, and returns when it is done. Throws what that throws. */
    void ride(Runnable work);

    /**
     * The rider: has the owner do something, as itself, before the rider goes on. Throws what that throws.
     *
     * @return false if nothing was done: the caller is not the rider, or native code on its stack holds it fast
     */
    boolean dismount(Runnable errand);

    /**
     * The loop has ended, and there is no ride: ends the rider. Called by the owner, or when that has ended by anyone.
     *
     * @return the rider, if there was one
     */
    @Nullable
    Thread end();
}

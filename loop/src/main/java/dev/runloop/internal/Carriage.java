package dev.runloop.internal;

import org.jspecify.annotations.Nullable;

/**
 * Makes the runs of a loop on a virtual thread, the <em>rider</em>, that is carried by the thread the loop belongs to, the
 * <em>owner</em>. A callback that blocks then unmounts and leaves the owner free to carry other virtual threads, perhaps the
 * very ones it waits for.
 *
 * <p>Rider and owner are one platform thread and never run at the same time. So both may use what belongs to the loop's
 * thread, and what one does happens-before what the other does next.
 */
public interface Carriage {
    /** The virtual thread, made by the first call, which must come from the owner. */
    Thread rider();

    /** For the owner: runs {@code work} on the rider and returns when it is done. Throws what {@code work} throws. */
    void ride(Runnable work);

    /**
     * For the rider: unmounts, runs {@code errand} on the owner and goes on. Throws what {@code errand} throws.
     *
     * @return false if nothing was run: the caller is not the rider, or it is pinned by native code on its stack
     */
    boolean dismount(Runnable errand);

    /**
     * Ends the rider after the loop has ended. Called by the owner while nothing runs on the rider, or by any thread once
     * the owner has terminated.
     *
     * @return the rider, or null if there was none
     */
    @Nullable
    Thread end();
}

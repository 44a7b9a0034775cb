package dev.runloop.internal.trace;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** A weak map key that compares by identity. Once its referent is collected, a key equals only itself. */
public final class IdentityKey extends WeakReference<Object> {
    private final int hash;

    /** A key for look-ups. */
    public IdentityKey(Object thing) {
        this(thing, null);
    }

    /** A key that is enqueued when its referent has been collected. */
    public IdentityKey(Object thing, @Nullable ReferenceQueue<Object> queue) {
        super(thing, queue);
        hash = System.identityHashCode(thing);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        Object mine = get();
        return this == other || (mine != null && other instanceof IdentityKey key && key.refersTo(mine));
    }
}

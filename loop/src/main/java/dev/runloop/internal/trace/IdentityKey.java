package dev.runloop.internal.trace;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** A thing by identity, as the key of a map that does not keep it. Of a thing that is gone a key equals only itself. */
public final class IdentityKey extends WeakReference<Object> {
    private final int hash;

    /** A key to look up with. */
    public IdentityKey(Object thing) {
        this(thing, null);
    }

    /** A key that is put into the queue when its thing is gone. */
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

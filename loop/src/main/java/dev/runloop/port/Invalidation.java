package dev.runloop.port;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether an end of a message port is valid, and what to call when it no longer is. Thread-safe: the thread that sets a
 * callback and the one that calls it exchange it atomically, so it is called once, by one of the two.
 */
final class Invalidation {
    private static final Runnable TOLD = new Runnable() {
        @Override
        public void run() {}
    };

    private final AtomicBoolean valid = new AtomicBoolean(true);
    private final AtomicReference<@Nullable Runnable> callback = new AtomicReference<>();

    boolean isValid() {
        return valid.get();
    }

    /** Makes it invalid; true for the first caller, which has to {@link #tell}. */
    boolean begin() {
        return valid.compareAndSet(true, false);
    }

    void tell() {
        Runnable toCall = callback.getAndSet(TOLD);
        if (toCall != null) {
            toCall.run();
        }
    }

    void setCallback(Runnable toCall) {
        requireNonNull(toCall, "callback");
        Runnable present;
        do {
            present = callback.get();
            if (present == TOLD) {
                toCall.run();
                return;
            }
        } while (!callback.compareAndSet(present, toCall));
    }
}

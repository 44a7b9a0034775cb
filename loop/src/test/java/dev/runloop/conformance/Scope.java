package dev.runloop.conformance;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopActivity;
import org.jspecify.annotations.Nullable;

/**
 * Where statements are executed.
 *
 * @param target the loop on which they act
 * @param activity the one for which the observer is being called whose body this is, if it is one's
 */
record Scope(RunLoop target, @Nullable RunLoopActivity activity) {

    /** Outside observers. */
    static Scope of(RunLoop target) {
        return new Scope(target, null);
    }

    Scope on(RunLoop other) {
        return new Scope(other, activity);
    }
}

package dev.runloop.executors.scope;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scopes that the current thread has opened and not closed, each linked to the one around it. */
final class OpenScopes {
    private static final ThreadLocal<@Nullable RunLoopScope<?, ?>> INNERMOST = new ThreadLocal<>();

    private OpenScopes() {}

    static @Nullable RunLoopScope<?, ?> innermost() {
        return INNERMOST.get();
    }

    static void opened(RunLoopScope<?, ?> scope) {
        INNERMOST.set(scope);
    }

    /** The open scopes within this one, the innermost first. */
    static List<RunLoopScope<?, ?>> within(RunLoopScope<?, ?> scope) {
        List<RunLoopScope<?, ?>> found = new ArrayList<>(0);
        for (RunLoopScope<?, ?> inner = innermost(); inner != null && inner != scope; inner = inner.outer()) {
            if (isWithin(inner, scope)) {
                found.add(inner);
            }
        }
        return found;
    }

    private static boolean isWithin(RunLoopScope<?, ?> inner, RunLoopScope<?, ?> scope) {
        RunLoopScope<?, ?> around = inner.outer();
        while (around != null && around != scope) {
            around = around.outer();
        }
        return around != null;
    }

    /** A scope has been closed, and with it all within. */
    static void closed(RunLoopScope<?, ?> scope) {
        RunLoopScope<?, ?> innermost = innermost();
        if (innermost == scope || (innermost != null && isWithin(innermost, scope))) {
            if (scope.outer() == null) {
                INNERMOST.remove();
            } else {
                INNERMOST.set(scope.outer());
            }
        }
    }
}

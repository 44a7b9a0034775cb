package dev.runloop.perform;

import java.lang.ref.WeakReference;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Whether something is held by nobody any more. */
final class Released {
    private Released() {}

    static void await(WeakReference<?> reference) {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
            System.gc();
            return reference.refersTo(null);
        });
    }
}

package dev.runloop.stream;

import dev.runloop.internal.LibraryThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs what TLS engines delegate: signatures, and users' trust managers, which may consult files, name servers or
 * directories. Platform threads do it, because all of that can pin the carrier of a virtual one; a few at a time, so
 * that a crowd of connections has its tasks done in turn. How long each may wait is up to the limit of its connection.
 * Thread-safe.
 */
final class TlsTasks {
    private static final int MOST_THREADS = 32;
    private static final Executor THREADS = LibraryThreads.daemonPool("runloop-tls", MOST_THREADS);

    private TlsTasks() {}

    /** Runs a task, waits for it, and throws what it throws. Interrupts are put aside. */
    static void run(Runnable task) {
        var outcome = new CompletableFuture<@Nullable Throwable>();
        THREADS.execute(() -> {
            try {
                task.run();
                outcome.complete(null);
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
        @Nullable Throwable thrown = outcome.join();
        switch (thrown) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(thrown); // not reached: a task declares no other
        }
    }
}

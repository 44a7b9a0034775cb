package dev.runloop.stream;

import dev.runloop.internal.LibraryThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs what the engines of TLS delegate: signatures, and the trust managers of users, which may ask files, name servers
 * or directories. Threads of the platform do it, for all that can hold on to the carrier of a virtual one; a few at a
 * time, so that a crowd of connections has its tasks done in turn. How long each may wait is for the limit of its
 * connection to say. Thread-safe.
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

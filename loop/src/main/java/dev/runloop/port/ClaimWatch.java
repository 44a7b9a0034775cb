package dev.runloop.port;

import dev.runloop.internal.Failures;
import dev.runloop.internal.LibraryThreads;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the owners of names when somebody else has removed or replaced their sockets. One thread for all of them waits
 * for changes in their directories, and lasts as long as there is a claim.
 *
 * <p>Thread-safe, by the lock of this class. It is not held while an owner is told.
 */
final class ClaimWatch {
    /** A folder that is renamed, or one above it, brings no event. */
    private static final int SECONDS_BETWEEN_LOOKS = 2;

    private static final Map<NameClaim, Runnable> OWNERS = new HashMap<>(); // and what to call for a loss
    private static @Nullable WatchService service; // there while there are owners

    private ClaimWatch() {}

    /**
     * Watches over a claim. Where the system has no more watches to give, a loss goes unnoticed.
     *
     * @param loss is called for a loss, on a thread of the watch, and again until the claim is removed
     */
    static synchronized void add(NameClaim claim, Runnable loss) {
        OWNERS.put(claim, loss);
        try {
            WatchService present = service;
            if (present == null) {
                present = FileSystems.getDefault().newWatchService();
                service = present;
                start(present);
            }
            claim.directory()
                    .register(present, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_CREATE);
        } catch (IOException e) {
            Failures.log("the names of message ports are not watched over", e);
        }
    }

    static synchronized void remove(NameClaim claim) {
        OWNERS.remove(claim);
        if (OWNERS.isEmpty() && service != null) {
            try {
                service.close();
            } catch (IOException e) {
                // there is nothing left to be told
            }
            service = null;
        }
    }

    private static void start(WatchService service) {
        LibraryThreads.startVirtual("runloop-port-names", () -> watch(service));
    }

    private static void watch(WatchService service) {
        try {
            while (true) {
                WatchKey changed = service.poll(SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
                if (changed != null) {
                    changed.pollEvents();
                    changed.reset(); // before the look, so that what happens meanwhile is told again
                }
                tellLosses();
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // there are no owners any more
        }
    }

    private static void tellLosses() {
        owners().forEach((claim, loss) -> {
            if (!claim.isIntact()) {
                Failures.attempt(null, loss);
            }
        });
    }

    private static synchronized Map<NameClaim, Runnable> owners() {
        return Map.copyOf(OWNERS);
    }
}

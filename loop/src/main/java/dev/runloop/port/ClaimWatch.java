package dev.runloop.port;

import dev.runloop.internal.Failures;
import dev.runloop.internal.LibraryThreads;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells the owners of names when their sockets have been removed or replaced. One thread for all of them lives as long
 * as there is a claim. It checks when something changes in their directories, and every two seconds: renaming a
 * directory, or one above it, brings no event, and the system may have no watches left.
 *
 * <p>Thread-safe, by the lock of this class, which is not held while an owner is told.
 */
final class ClaimWatch {
    private static final int SECONDS_BETWEEN_LOOKS = 2;
    private static final Map<NameClaim, Runnable> OWNERS = new HashMap<>(); // and what to call when a name is lost
    private static @Nullable ClaimWatch present; // while there are owners

    private final @Nullable WatchService changes;
    private final CountDownLatch over = new CountDownLatch(1);

    private ClaimWatch(@Nullable WatchService changes) {
        this.changes = changes;
    }

    /**
     * Watches over a claim.
     *
     * @param loss is called for a loss, on a thread of the watch, and again until the claim is removed
     */
    static synchronized void add(NameClaim claim, Runnable loss) {
        OWNERS.put(claim, loss);
        ClaimWatch watch = present;
        if (watch == null) {
            watch = new ClaimWatch(newService());
            present = watch;
            LibraryThreads.startVirtual("runloop-port-names", watch::look);
        }
        watch.register(claim.directory());
    }

    static synchronized void remove(NameClaim claim) {
        OWNERS.remove(claim);
        ClaimWatch watch = present;
        if (OWNERS.isEmpty() && watch != null) {
            present = null;
            watch.end();
        }
    }

    private static @Nullable WatchService newService() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    private void register(Path directory) {
        if (changes != null) {
            try {
                directory.register(changes, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_CREATE);
            } catch (IOException e) {
                // a change is seen a little later
            }
        }
    }

    private void end() {
        over.countDown();
        if (changes != null) {
            try {
                changes.close();
            } catch (IOException e) {
                // there is nothing left to be told
            }
        }
    }

    private void look() {
        try {
            while (!awaitChange()) {
                Failures.attempt(null, ClaimWatch::tellLosses);
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // there are no owners any more
        }
    }

    /** Waits for a change, or for a while; true if there are no owners left. */
    private boolean awaitChange() throws InterruptedException {
        if (changes == null) {
            return over.await(SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
        }
        WatchKey changed = changes.poll(SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
        if (changed != null) {
            changed.pollEvents();
            changed.reset(); // before the look, so that a change in the meantime is reported again
        }
        return false;
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

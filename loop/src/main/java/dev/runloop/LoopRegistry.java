package dev.runloop;

import dev.runloop.internal.LibraryThreads;
import dev.runloop.internal.access.LoopAccess;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The loops of all live threads. A loop is removed when its thread ends: that of a {@link RunLoopThread} removes
 * itself; one that was created for any other thread is removed by a virtual thread that waits for that end.
 *
 * <p>A map rather than a thread-local, because other threads look loops up too, and because a virtual thread with a
 * loop then needs no table of thread-locals for it.
 */
final class LoopRegistry {
    private static final ConcurrentMap<Thread, RunLoop> LOOPS = new ConcurrentHashMap<>();
    private static final ConcurrentMap<RunLoop, Thread> WATCHERS = new ConcurrentHashMap<>(); // of foreign threads
    private static final ConcurrentMap<Thread, RunLoop> RIDERS = new ConcurrentHashMap<>(); // by rider
    private static volatile @Nullable Thread declaredMain;

    private LoopRegistry() {}

    /** The loop of a thread that has been started, created now if it has none. */
    static RunLoop of(Thread thread) {
        RunLoop present = LOOPS.get(thread);
        if (present == null) {
            present = RIDERS.get(thread);
        }
        if (present == null) {
            return create(thread, RunLoopClock.system());
        }
        if (!thread.isAlive()) {
            throw new RunLoopEndedException(thread); // its end has not been noticed yet
        }
        return present;
    }

    /** Creates the loop of a thread that is not a {@link RunLoopThread}. */
    static RunLoop create(Thread thread, RunLoopClock clock) {
        if (thread.getState() == Thread.State.NEW) {
            throw new IllegalArgumentException("thread has not been started: " + thread);
        }
        var made = new RunLoop(thread, clock);
        RunLoop present = LOOPS.putIfAbsent(thread, made);
        if (present != null) {
            return present;
        }
        if (!thread.isAlive()) {
            made.end();
            throw new RunLoopEndedException(thread);
        }
        boolean isGood = false;
        try {
            LoopAccess.registered(made);
            watch(made);
            isGood = true;
        } finally {
            if (!isGood) { // no memory for another thread
                WATCHERS.remove(made);
                made.end();
            }
        }
        return made;
    }

    private static void watch(RunLoop made) {
        Thread thread = made.owner();
        Thread watcher = LibraryThreads.virtual()
                .name("runloop-end-of-" + thread.threadId())
                .unstarted(() -> endWith(thread, made));
        WATCHERS.put(made, watcher);
        watcher.start();
    }

    private static void endWith(Thread thread, RunLoop loop) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            return; // the loop has been discarded
        }
        if (WATCHERS.remove(loop) != null) {
            loop.end();
        }
    }

    /** Ends the loop of a foreign thread before the thread ends, unless it is already ending. */
    static void discard(RunLoop loop) {
        Thread watcher = WATCHERS.remove(loop);
        if (watcher != null) {
            loop.stopAll(); // no run begins
            loop.end();
            watcher.interrupt();
        }
    }

    /** Registers the loop of a thread that will call {@link RunLoop#end()} itself. */
    static void add(RunLoop loop) {
        if (LOOPS.putIfAbsent(loop.owner(), loop) != null) {
            throw new IllegalStateException("the thread has a loop already: " + loop.owner());
        }
        LoopAccess.registered(loop);
    }

    static void remove(RunLoop loop) {
        LOOPS.remove(loop.owner(), loop);
    }

    /** The runs of a loop are made on this virtual thread, so it is the current loop of that thread. */
    static void rides(Thread rider, RunLoop loop) {
        RIDERS.putIfAbsent(rider, loop);
    }

    static void rideNoMore(Thread rider) {
        RIDERS.remove(rider);
    }

    /** The owner of the loop that this thread is the rider of; for any other thread, the thread itself. */
    static Thread ownerOf(Thread thread) {
        RunLoop ridden = RIDERS.get(thread);
        return ridden == null ? thread : ridden.owner();
    }

    /** All loops; a live view. */
    static Collection<RunLoop> all() {
        return Collections.unmodifiableCollection(LOOPS.values());
    }

    static void declareMain(Thread thread) {
        declaredMain = thread;
    }

    /**
     * Whether the JVM began with this thread, whose id is 3 on JDK 25 and was 1 before; lower ids are the JVM's own.
     */
    private static boolean isFirstOfTheJvm(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return thread.threadId() <= 3 && group != null && group.getName().equals("main");
    }

    /** The thread that has declared itself the main thread, or else the one on which the JVM called main. */
    static Thread mainThread() {
        Thread declared = declaredMain;
        if (declared != null) {
            return declared;
        }
        Thread found = Thread.getAllStackTraces().keySet().stream()
                .filter(LoopRegistry::isFirstOfTheJvm)
                .findAny()
                .orElseThrow(() -> new IllegalStateException(
                        "the JVM's main thread has ended; call RunLoop.declareMain() on the thread that takes"
                                + " its place"));
        declaredMain = found;
        return found;
    }
}

package dev.runloop.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Creates the threads of the library. A thread that the library starts on first use inherits nothing from the thread that
 * happened to trigger it: no inheritable thread-locals, only the system's context class loader, and neither its priority, its
 * daemon status nor its thread group, which would be its exception handler.
 *
 * <p>A thread that a user requests inherits what any thread does except priority and daemon status, as those of
 * {@link java.util.concurrent.Executors#defaultThreadFactory()}.
 *
 * <p>No virtual thread of either kind inherits the scheduler of its creator: created by a confined thread it would be
 * confined too, and the loop would hold up unrelated work.
 */
public final class LibraryThreads {
    private static final int SECONDS_IDLE = 1;
    private static volatile Supplier<Thread.Builder.OfVirtual> unconfined = Thread::ofVirtual;

    private LibraryThreads() {}

    /**
     * Sets how to create virtual threads for the JDK's own scheduler while running on a virtual thread with another one,
     * whose scheduler they would inherit. Must be called before there is such a thread. Actions before this call
     * happen-before the creation of threads by any that is created later.
     */
    public static void unconfinedBy(Supplier<Thread.Builder.OfVirtual> builders) {
        unconfined = builders;
    }

    /** A builder of non-daemon platform threads of normal priority that inherit nothing. */
    public static Thread.Builder.OfPlatform platform() {
        return requestedPlatform().inheritInheritableThreadLocals(false).group(outermostGroup());
    }

    /** A builder of virtual threads that inherit nothing. */
    public static Thread.Builder.OfVirtual virtual() {
        return requestedVirtual().inheritInheritableThreadLocals(false);
    }

    /** A builder of platform threads that users request: non-daemon, of normal priority. */
    @SuppressWarnings("ThreadPriorityCheck") // it is inherited otherwise
    public static Thread.Builder.OfPlatform requestedPlatform() {
        return Thread.ofPlatform().daemon(false).priority(Thread.NORM_PRIORITY);
    }

    /** A builder of virtual threads that users request, for the calling thread only, since it picks the scheduler. */
    public static Thread.Builder.OfVirtual requestedVirtual() {
        return Thread.currentThread().isVirtual() ? unconfined.get() : Thread.ofVirtual();
    }

    /** Starts a daemon platform thread. */
    public static Thread startDaemon(String name, Runnable body) {
        return platform().daemon().name(name).start(body);
    }

    /** An executor of daemon platform threads, which terminate after a second without work. */
    public static Executor daemonPool(String name, int mostThreads) {
        var pool = new ThreadPoolExecutor(
                mostThreads,
                mostThreads,
                SECONDS_IDLE,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                platform().daemon().name(name).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Starts a virtual thread. */
    public static Thread startVirtual(String name, Runnable body) {
        return virtual().name(name).start(body);
    }

    private static ThreadGroup outermostGroup() {
        return Outermost.GROUP;
    }

    private static final class Outermost {
        static final ThreadGroup GROUP = find();

        private static ThreadGroup find() {
            ThreadGroup group = Thread.currentThread().getThreadGroup();
            for (ThreadGroup parent = group.getParent(); parent != null; parent = parent.getParent()) {
                group = parent;
            }
            return group;
        }
    }
}

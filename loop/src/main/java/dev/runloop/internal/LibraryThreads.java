package dev.runloop.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes the threads of the library. A thread that the library starts when it is first needed has nothing of the thread
 * that happened to be there: no inheritable thread-locals, no context class loader but the system's, neither its priority nor
 * its daemon status, nor its thread group, which would be its exception handler.
 *
 * <p>A thread that a user asks for inherits what any thread does, but for priority and daemon status, as those of
 * {@link java.util.concurrent.Executors#defaultThreadFactory()}.
 *
 * <p>No virtual thread of either kind is scheduled as its maker is: made by a confined thread it would be confined too, and
 * the loop would hold up what has nothing to do with it.
 */
public final class LibraryThreads {
    private static final int SECONDS_IDLE = 1;
    private static volatile Supplier<Thread.Builder.OfVirtual> unconfined = Thread::ofVirtual;

    private LibraryThreads() {}

    /**
     * Sets how virtual threads are made that the JDK itself schedules, on virtual threads that it may not schedule. To be
     * called before there is one of those, as what it made would inherit its scheduler. Actions before this call
     * happen-before the making of threads by all that are made later.
     */
    public static void unconfinedBy(Supplier<Thread.Builder.OfVirtual> builders) {
        unconfined = builders;
    }

    /** A builder of platform threads of normal priority that are no daemons and have nothing of their makers. */
    public static Thread.Builder.OfPlatform platform() {
        return requestedPlatform().inheritInheritableThreadLocals(false).group(outermostGroup());
    }

    /** A builder of virtual threads that have nothing of their makers. */
    public static Thread.Builder.OfVirtual virtual() {
        return requestedVirtual().inheritInheritableThreadLocals(false);
    }

    /** A builder of platform threads that users ask for: of normal priority, and no daemons. */
    @SuppressWarnings("ThreadPriorityCheck") // it is inherited otherwise
    public static Thread.Builder.OfPlatform requestedPlatform() {
        return Thread.ofPlatform().daemon(false).priority(Thread.NORM_PRIORITY);
    }

    /** A builder of virtual threads that users ask for. It is for the calling thread alone, for the scheduler's sake. */
    public static Thread.Builder.OfVirtual requestedVirtual() {
        return Thread.currentThread().isVirtual() ? unconfined.get() : Thread.ofVirtual();
    }

    /** Starts a platform thread that keeps no JVM alive. */
    public static Thread startDaemon(String name, Runnable body) {
        return platform().daemon().name(name).start(body);
    }

    /** An executor of platform threads that keep no JVM alive, and end when there has been nothing to do for a second. */
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

package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import dev.runloop.internal.LibraryThreads;
import dev.runloop.internal.StartOnce;
import dev.runloop.internal.ThreadEnd;
import dev.runloop.internal.access.ThreadsOnDemand;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A persistent thread that does nothing but run its loop, in the default mode, until it is stopped. It keeps running
 * while nothing is in the mode, and after {@link RunLoop#stop()}.
 *
 * <pre>{@code
 * try (var worker = RunLoopThread.ofPlatform().name("worker").start()) {
 *     worker.loop().perform(() -> System.out.println("on " + Thread.currentThread().getName()));
 *     worker.loop().wakeUp();
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class RunLoopThread implements AutoCloseable {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
    private static final long NANOS_AFTER_FAILURE = 10_000_000;
    private static final VarHandle OVER = fieldVarHandle(lookup(), "over", VarHandle.class, RunLoopThread.class, boolean.class);

    static {
        ThreadsOnDemand.open(new OnDemand());
    }

    /** What the thread does with its loop. */
    interface Life {
        /** All of it; afterwards the loop ends. */
        void spend(RunLoop loop);

        /** The loop has ended, and calls nothing any more. Its thread is about to end. */
        default void isOver() {}
    }

    private final Thread thread;
    private final RunLoop loop;
    private final Life life;
    private final StartOnce startOnce = new StartOnce();
    private final @Nullable Start start; // null unless it is somebody's thread

    private volatile boolean over;

    private RunLoopThread(Builder builder, Life life) {
        this.life = life;
        start = builder.factory == null ? null : new Start();
        boolean isGood = false;
        try {
            thread = builder.factory().newThread(start == null ? this::live : () -> liveWhenStarted(start));
            if (thread == null) {
                throw new IllegalStateException("the thread factory has made no thread: " + builder.factory());
            }
            loop = new RunLoop(thread, builder.clock);
            loop.setExceptionHandler(builder.exceptionHandler);
            isGood = true;
        } finally {
            if (!isGood && start != null) {
                start.decide(false);
            }
        }
    }

    /** {@return a builder of loops on platform threads} */
    public static Builder ofPlatform() {
        return new Builder(false);
    }

    /** {@return a builder of loops on virtual threads} */
    public static Builder ofVirtual() {
        return new Builder(true);
    }

    // ---- the beginning and the end ----

    /**
     * What a thread of somebody's factory waits for before it touches its loop: the factory may have started it while
     * there was none yet. Actions before {@link #decide} happen-before a return of {@link #await}.
     */
    private static final class Start {
        private final CountDownLatch decided = new CountDownLatch(1);
        private final Thread maker = Thread.currentThread();
        private boolean isGood;

        /** The thread that is to decide would wait for itself. */
        void requireThreadOfItsOwn() {
            if (Thread.currentThread() == maker) {
                throw new IllegalStateException(
                        "the thread factory has run what it was to make a thread for, on " + maker);
            }
        }

        void decide(boolean isGood) {
            this.isGood = isGood;
            decided.countDown();
        }

        boolean await() {
            boolean interrupted = false;
            while (true) {
                try {
                    decided.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return isGood;
        }
    }

    /** Starts the thread, unless that has been done or called off. If it fails, the loop has ended. */
    void start() {
        if (!startOnce.tryStart()) {
            return;
        }
        boolean isGood = false;
        try {
            LoopRegistry.add(loop);
            loop.clock().begins(loop);
            if (start != null) {
                LibraryThreads.startVirtual("runloop-end-of-" + thread.threadId(), this::endWithThread);
            }
            thread.start(); // fails for want of memory, or if the factory has done so
            isGood = true;
        } finally {
            if (!isGood) {
                refuse();
            } else if (start != null) {
                start.decide(true);
            }
        }
    }

    /** Another thread may be about to start this one, or to find that it cannot. */
    @SuppressWarnings("ThreadPriorityCheck") // it may wait for this processor
    private void awaitStart() {
        while (thread.getState() == Thread.State.NEW && !over) {
            Thread.yield();
        }
    }

    /** The loop ends without having begun. */
    void refuse() {
        try {
            end(); // while the thread waits, so that its clock does not take it for one that has died
        } finally {
            if (start != null) {
                start.decide(false);
            }
        }
    }

    /** Threads that are started when their loops are first needed. */
    private static final class OnDemand implements ThreadsOnDemand.Door {
        @Override
        public RunLoopThread make(Builder builder) {
            RunLoopThread made = builder.make(UntilStopped.INSTANCE);
            if (made.thread.getState() != Thread.State.NEW) {
                made.refuse();
                throw new IllegalThreadStateException(
                        "the thread factory has started the thread itself: " + made.thread);
            }
            made.loop.sleepsUntilStarted(made::start);
            return made;
        }

        @Override
        public void start(RunLoopThread made) {
            if (!made.startOnce.tryStartForNothing()) {
                made.start();
                made.awaitStart();
            } else if (made.thread.getState() == Thread.State.NEW) {
                made.thread.start();
                ThreadEnd.await(made.thread); // so that who asks finds a thread that has ended
            }
        }
    }

    private void liveWhenStarted(Start start) {
        start.requireThreadOfItsOwn();
        if (start.await()) {
            live();
        }
    }

    private void live() {
        if (startOnce.isForNothing()) {
            return;
        }
        loop.callouts().attempt(() -> {
            loop.requireCurrent("the life of the thread");
            loop.hasStarted();
            loop.clock().awaitBegin(loop);
            life.spend(loop);
        });
        end();
    }

    /** Somebody's thread may end without having got as far as the loop. */
    private void endWithThread() {
        if (start != null && start.await()) {
            ThreadEnd.await(thread);
            end();
        }
    }

    /** Ends the loop, if that has not been done yet. */
    private void end() {
        if (OVER.compareAndSet(this, false, true)) {
            loop.end(life::isOver);
        }
    }

    /** The usual life. */
    private static final class UntilStopped implements Life {
        static final Life INSTANCE = new UntilStopped();

        @Override
        public void spend(RunLoop loop) {
            loop.contents().keepAlive(RunLoopMode.DEFAULT);
            while (!loop.isEnding()) {
                runInDefaultMode(loop, FOREVER);
            }
        }
    }

    /**
     * Runs a loop. What callbacks throw has been told, so what comes out of a run is the loop's own failure, for want of
     * memory say. That is told too, and the thread goes on with its work after a pause.
     */
    static void runInDefaultMode(RunLoop loop, Duration limit) {
        try {
            loop.runInMode(RunLoopMode.DEFAULT, limit, false);
        } catch (Throwable e) {
            loop.callouts().report(e);
            LockSupport.parkNanos(NANOS_AFTER_FAILURE);
        }
    }

    /** {@return the loop} */
    public RunLoop loop() {
        return loop;
    }

    /** {@return the thread} */
    public Thread thread() {
        return thread;
    }

    /**
     * Ends the thread after the pass that its loop is in, and after those of all runs around it. What is queued then
     * does not run; the items of the loop are taken out, still valid, and what waits for them is told. Stopping it
     * twice is stopping it once.
     */
    public void stop() {
        if (startOnce.tryCallOff()) {
            refuse();
        } else {
            loop.stopAll();
        }
    }

    /** {@return whether the loop has ended} Its thread ends at once, and is waited for by {@link #awaitTermination}. */
    public boolean isTerminated() {
        return loop.hasEnded();
    }

    /**
     * Waits for the end of the thread. Actions on the loop happen-before a return of true.
     *
     * @param limit how long to wait
     * @return whether the thread has ended
     * @throws InterruptedException if the calling thread is interrupted
     */
    public boolean awaitTermination(Duration limit) throws InterruptedException {
        return thread.join(requireNonNull(limit, "limit"));
    }

    /**
     * Stops the thread and waits for its end. An interrupt does not shorten the wait, and is seen again after it.
     *
     * @throws IllegalStateException on the thread itself, which would wait for itself
     */
    @Override
    public void close() {
        if (loop.isCurrent()) {
            throw new IllegalStateException(
                    "close() would wait for its own thread \"" + thread.getName() + "\"; call stop() instead");
        }
        stop();
        ThreadEnd.await(thread);
    }

    @Override
    public String toString() {
        return "RunLoopThread[" + loop + "]";
    }

    /** The properties of a {@link RunLoopThread} to be started. Not thread-safe. */
    public static final class Builder {
        private final boolean virtual;
        private @Nullable String name;
        private boolean daemon;
        private int priority = Thread.NORM_PRIORITY;
        private boolean inherits = true;
        private @Nullable ThreadFactory factory;
        private RunLoopClock clock = RunLoopClock.system();
        private @Nullable UncaughtExceptionHandler exceptionHandler;

        private Builder(boolean virtual) {
            this.virtual = virtual;
            this.daemon = virtual;
        }

        /**
         * {@return the name of the thread}
         *
         * @param name the name
         */
        public Builder name(String name) {
            this.name = requireNonNull(name, "name");
            return this;
        }

        /**
         * {@return whether the JVM may exit while the thread runs} It may not while a platform thread runs, unless this is
         * set; virtual threads are always daemons.
         *
         * @param daemon whether it is a daemon
         * @throws IllegalArgumentException if {@code daemon} is false for a virtual thread
         */
        public Builder daemon(boolean daemon) {
            if (virtual && !daemon) {
                throw new IllegalArgumentException("daemon is false: a virtual thread is always a daemon");
            }
            this.daemon = daemon;
            return this;
        }

        /**
         * {@return the priority of the thread: {@link Thread#NORM_PRIORITY} by default} That of virtual threads is always so.
         *
         * @param priority the priority
         * @throws IllegalArgumentException if it is not between {@link Thread#MIN_PRIORITY} and {@link Thread#MAX_PRIORITY},
         *         or is not the normal one for a virtual thread
         */
        public Builder priority(int priority) {
            if (priority < Thread.MIN_PRIORITY || priority > Thread.MAX_PRIORITY) {
                throw new IllegalArgumentException("priority is not between 1 and 10: " + priority);
            }
            if (virtual && priority != Thread.NORM_PRIORITY) {
                throw new IllegalArgumentException(
                        "priority is " + priority + ": a virtual thread always has the normal one");
            }
            this.priority = priority;
            return this;
        }

        /**
         * {@return whether the thread inherits from the one that starts it: inheritable thread-locals, context class loader
         * and thread group; true by default, as with threads that are started by hand} Without it the thread has the context
         * class loader of the system. To be had for threads that live longer than the request for which they are started.
         *
         * @param inherits whether it inherits
         */
        public Builder inheritInheritableThreadLocals(boolean inherits) {
            this.inherits = inherits;
            return this;
        }

        /**
         * {@return who makes the thread, in place of this builder's kind, name, daemon status, priority and inheritance}
         *
         * @param factory makes the thread
         */
        public Builder factory(ThreadFactory factory) {
            this.factory = requireNonNull(factory, "factory");
            return this;
        }

        /**
         * {@return the clock of the loop; the machine's by default}
         *
         * @param clock the clock
         */
        public Builder clock(RunLoopClock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * {@return who is told what callbacks throw; see {@link RunLoop#setExceptionHandler}}
         *
         * @param handler who is told
         */
        public Builder exceptionHandler(UncaughtExceptionHandler handler) {
            this.exceptionHandler = requireNonNull(handler, "handler");
            return this;
        }

        private ThreadFactory factory() {
            if (factory != null) {
                return factory;
            }
            Thread.Builder threads = virtual ? virtualThreads() : platformThreads();
            if (name != null) {
                threads.name(name);
            }
            return threads.factory();
        }

        private Thread.Builder virtualThreads() {
            return inherits ? LibraryThreads.requestedVirtual() : LibraryThreads.virtual();
        }

        @SuppressWarnings("ThreadPriorityCheck") // it is the user's choice
        private Thread.Builder platformThreads() {
            return (inherits ? LibraryThreads.requestedPlatform() : LibraryThreads.platform())
                    .daemon(daemon)
                    .priority(priority);
        }

        /**
         * Starts the thread. Its loop takes work from the moment this returns.
         *
         * @return the started thread, with its loop
         */
        public RunLoopThread start() {
            return start(UntilStopped.INSTANCE);
        }

        /** Starts the thread for a life of its own. */
        RunLoopThread start(Life life) {
            RunLoopThread made = make(life);
            made.start();
            return made;
        }

        /** Makes a thread for a life of its own, to be started or ended. */
        RunLoopThread make(Life life) {
            return new RunLoopThread(this, life);
        }
    }
}

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
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does nothing but run its loop, in the default mode, until it is stopped. It keeps running while the
 * mode is empty, and after {@link RunLoop#stop()}.
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
    private static final VarHandle OVER =
            fieldVarHandle(lookup(), "over", VarHandle.class, RunLoopThread.class, boolean.class);

    static {
        ThreadsOnDemand.open(new OnDemandThreads());
    }

    /** What the thread does with its loop. */
    interface Life {
        /** Everything the thread does; the loop ends afterwards. */
        void spend(RunLoop loop);

        /** The loop has ended and calls nothing any more. Its thread is about to end. */
        default void isOver() {}
    }

    private final Thread thread;
    private final RunLoop loop;
    private final Life life;
    private final StartOnce startOnce = new StartOnce();
    private final @Nullable FactoryStart start; // null unless a user's factory has made the thread

    private volatile boolean over;

    private RunLoopThread(Builder builder, Life life) {
        this.life = life;
        start = builder.factory == null ? null : new FactoryStart();
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

    /** {@return a builder for a loop on a platform thread} */
    public static Builder ofPlatform() {
        return new Builder(false);
    }

    /** {@return a builder for a loop on a virtual thread} */
    public static Builder ofVirtual() {
        return new Builder(true);
    }

    // ---- the beginning and the end ----

    /** Starts the thread, unless it has been started or called off. If that fails, the loop has ended. */
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
            thread.start(); // fails if there is no memory, or if the factory has started it
            isGood = true;
        } finally {
            if (!isGood) {
                refuse();
            } else if (start != null) {
                start.decide(true);
            }
        }
    }

    /** The loop ends without having begun. */
    void refuse() {
        try {
            end(); // while the thread still waits, or its clock would take it for one that has died
        } finally {
            if (start != null) {
                start.decide(false);
            }
        }
    }

    StartOnce startOnce() {
        return startOnce;
    }

    /** Whether the loop has ended, or is about to. */
    boolean isOver() {
        return over;
    }

    private void liveWhenStarted(FactoryStart start) {
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
            loop.gate().hasStarted(new ParkedWait(loop));
            loop.clock().awaitBegin(loop);
            life.spend(loop);
        });
        end();
    }

    /** The thread of a user's factory may end without ever having got to the loop. */
    private void endWithThread() {
        if (start != null && start.await()) {
            ThreadEnd.await(thread);
            end();
        }
    }

    /** Ends the loop, unless that has been done. */
    private void end() {
        if (OVER.compareAndSet(this, false, true)) {
            loop.end(life::isOver);
        }
    }

    /** The usual life. */
    static final class UntilStopped implements Life {
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
     * Runs a loop. What callbacks throw has been handled, so what comes out of a run is a failure of the loop itself,
     * such as a lack of memory. It is reported too, and the thread continues after a pause.
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
     * Ends the thread after the current pass of its loop, and of all runs around it. What is queued then does not run;
     * the items of the loop are removed, still valid, and those waiting for it are told. Calling it again does nothing.
     */
    public void stop() {
        if (startOnce.tryCallOff()) {
            refuse();
        } else {
            loop.stopAll();
        }
    }

    /**
     * {@return whether the loop has ended} Its thread ends right after that; {@link #awaitTermination} waits for it.
     */
    public boolean isTerminated() {
        return loop.hasEnded();
    }

    /**
     * Waits for the thread to end. Actions on the loop happen-before a return of true.
     *
     * @param limit how long to wait
     * @return whether the thread has ended
     * @throws InterruptedException if the calling thread is interrupted
     */
    public boolean awaitTermination(Duration limit) throws InterruptedException {
        return thread.join(requireNonNull(limit, "limit"));
    }

    /**
     * Stops the thread and waits for it to end. An interrupt does not shorten the wait and is restored after it.
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

    /** Configures a {@link RunLoopThread}. Not thread-safe. */
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

        Builder(Builder other) {
            virtual = other.virtual;
            name = other.name;
            daemon = other.daemon;
            priority = other.priority;
            inherits = other.inherits;
            factory = other.factory;
            clock = other.clock;
            exceptionHandler = other.exceptionHandler;
        }

        /**
         * Names the thread.
         *
         * @param name the name
         * @return this builder
         */
        public Builder name(String name) {
            this.name = requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets whether the thread is a daemon, so that the JVM may exit while it runs. By default platform threads are
         * not; virtual threads always are.
         *
         * @param daemon whether it is a daemon
         * @return this builder
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
         * Sets the priority of the thread; {@link Thread#NORM_PRIORITY} by default, and always for virtual threads.
         *
         * @param priority the priority
         * @return this builder
         * @throws IllegalArgumentException if it is not between {@link Thread#MIN_PRIORITY} and
         *     {@link Thread#MAX_PRIORITY}, or is not the normal one for a virtual thread
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
         * Sets whether the thread inherits inheritable thread-locals, context class loader and thread group from the
         * thread that starts it; true by default, as with any thread. Otherwise it has the system class loader as its
         * context class loader. Turn this off for threads that outlive the request they are started for.
         *
         * @param inherits whether it inherits
         * @return this builder
         */
        public Builder inheritInheritableThreadLocals(boolean inherits) {
            this.inherits = inherits;
            return this;
        }

        /**
         * Has a factory make the thread, in place of this builder's kind, name, daemon status, priority and
         * inheritance.
         *
         * @param factory makes the thread
         * @return this builder
         */
        public Builder factory(ThreadFactory factory) {
            this.factory = requireNonNull(factory, "factory");
            return this;
        }

        /**
         * Sets the clock of the loop; the machine's by default.
         *
         * @param clock the clock
         * @return this builder
         */
        public Builder clock(RunLoopClock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets the handler of what callbacks throw; see {@link RunLoop#setExceptionHandler}.
         *
         * @param handler is given the thread and the throwable
         * @return this builder
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

        @SuppressWarnings("ThreadPriorityCheck") // the user's choice
        private Thread.Builder platformThreads() {
            return (inherits ? LibraryThreads.requestedPlatform() : LibraryThreads.platform())
                    .daemon(daemon)
                    .priority(priority);
        }

        /**
         * Starts the thread. Its loop takes work as soon as this returns.
         *
         * @return the started thread, with its loop
         */
        public RunLoopThread start() {
            RunLoopThread made = make(UntilStopped.INSTANCE);
            made.start();
            return made;
        }

        /** Makes a thread with this life, to be started or refused. */
        RunLoopThread make(Life life) {
            return new RunLoopThread(this, life);
        }
    }
}

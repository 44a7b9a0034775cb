package dev.runloop;

import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Deadlines;
import dev.runloop.internal.InFlight;
import dev.runloop.internal.LibraryThreads;
import dev.runloop.internal.ThreadEnd;
import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A loop for each key, like an actor for each account or connection: created when its key is first used, and ended when
 * it has been idle for a while. What is performed for a key runs on the loop of that key, one block at a time and in
 * the order in which it arrived, so the state of a key needs no locks. A key never has two loops at once: the next one
 * begins when the thread of the last one has ended, and sees everything that it did.
 *
 * <pre>{@code
 * try (KeyedRunLoops<String> accounts = KeyedRunLoops.ofVirtual().start()) {
 *     accounts.perform("alice", () -> balance.merge("alice", 10, Integer::sum));
 * }
 * }</pre>
 *
 * <p>A loop is idle if nothing has been performed for its key and there is no source or timer in any of its modes. Work
 * handed to such a loop directly, by {@link RunLoop#perform(Runnable)}, does not keep it from ending.
 *
 * <p>Thread-safe, and without locks for a key that has a loop. Actions before {@code perform} happen-before the block.
 *
 * @param <K> the keys; used like those of a {@link ConcurrentHashMap}
 */
public final class KeyedRunLoops<K> implements AutoCloseable {
    private final ConcurrentMap<K, KeyedLoop> loops = new ConcurrentHashMap<>();
    private final InFlight inFlight = new InFlight(); // of loops
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final Builder properties;
    private final KeyedLoop.Owner owner = new KeyedLoop.Owner() {
        @Override
        public Duration idleTime() {
            return properties.idleTime;
        }

        @Override
        public boolean isShutdown() {
            return KeyedRunLoops.this.isShutdown();
        }

        @Override
        public void ending(KeyedLoop loop) {
            Thread thread = loop.thread().thread();
            boolean isWatched = false;
            try {
                LibraryThreads.startVirtual("runloop-end-of-" + thread.threadId(), () -> {
                    ThreadEnd.await(thread);
                    loops.remove(loop.key(), loop);
                });
                isWatched = true;
            } finally {
                if (!isWatched) { // no memory for another thread
                    loops.remove(loop.key(), loop);
                }
                noteEnd(inFlight.leave());
            }
        }
    };

    private KeyedRunLoops(Builder properties) {
        this.properties = properties;
    }

    /** {@return a builder for loops on virtual threads} */
    public static Builder ofVirtual() {
        return new Builder(RunLoopThread.ofVirtual());
    }

    /** {@return a builder for loops on platform threads} */
    public static Builder ofPlatform() {
        return new Builder(RunLoopThread.ofPlatform());
    }

    /**
     * Runs a block once on the loop of a key, in its default mode; creates the loop if there is none. What the block
     * throws goes to the exception handler.
     *
     * @param key the key
     * @param block what to run
     * @throws RejectedExecutionException after {@link #shutdown()}
     */
    public void perform(K key, Runnable block) {
        requireNonNull(key, "key");
        requireNonNull(block, "block");
        if (isShutdown()) {
            throw rejection(key);
        }
        KeyedLoop loop = loops.get(key);
        while (loop == null || !loop.enter()) {
            loop = presentOrNew(key);
        }
        loop.perform(block);
    }

    /**
     * The loop of a key, which is open or was a moment ago. The thread factory is not called under the lock of the map.
     */
    private KeyedLoop presentOrNew(K key) {
        if (!inFlight.enter()) {
            throw rejection(key);
        }
        KeyedLoop made = null;
        KeyedLoop taken = null;
        try {
            KeyedLoop candidate = new KeyedLoop(key, owner, properties.threads(key));
            made = candidate;
            taken = loops.compute(key, (same, present) -> {
                if (present != null && !present.isClosed()) {
                    return present;
                }
                candidate.start(present);
                return candidate;
            });
            return taken;
        } finally {
            if (made == null) {
                noteEnd(inFlight.leave());
            } else if (taken != made) { // another thread was faster, or there was no memory for a thread
                made.thread().refuse();
            }
        }
    }

    private RejectedExecutionException rejection(K key) {
        return new RejectedExecutionException("block for the key " + key + " after shutdown of " + this);
    }

    private void noteEnd(boolean isLast) {
        if (isLast) {
            terminated.countDown();
        }
    }

    /**
     * {@return an executor that runs its tasks on the loop of a key} It is a view: it does not keep a loop from ending,
     * and continues with the next one.
     *
     * @param key the key
     */
    public Executor executor(K key) {
        requireNonNull(key, "key");
        return task -> perform(key, task);
    }

    /**
     * {@return the current loop of a key, if there is one}
     *
     * @param key the key
     */
    public Optional<RunLoop> loop(K key) {
        return Optional.ofNullable(loops.get(requireNonNull(key, "key")))
                .filter(loop -> !loop.hasEnded())
                .map(loop -> loop.thread().loop());
    }

    /** {@return the current number of loops} */
    public int size() {
        return (int) loops.values().stream().filter(loop -> !loop.hasEnded()).count();
    }

    /** {@return whether no further blocks are accepted} */
    public boolean isShutdown() {
        return inFlight.isClosed();
    }

    /**
     * {@return whether all loops have ended after a shutdown} Their threads end right after that;
     * {@link #awaitTermination} and {@link #close()} wait for them.
     */
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    /**
     * Accepts no further blocks, and has each loop end when it has run those that were accepted. Calling it again does
     * nothing.
     */
    public void shutdown() {
        noteEnd(inFlight.close());
        loops.values().forEach(KeyedLoop::closeWhenIdle);
    }

    /**
     * Accepts no further blocks, and ends each loop as {@link RunLoopThread#stop()} does: what is queued does not run.
     */
    public void stop() {
        shutdown();
        loops.values().forEach(loop -> loop.thread().stop());
    }

    /**
     * Waits until all loops and their threads have ended after a shutdown. Actions on the loops happen-before a return
     * of true.
     *
     * @param limit how long to wait, by the machine's clock
     * @return whether they have ended
     * @throws InterruptedException if the calling thread is interrupted
     */
    public boolean awaitTermination(Duration limit) throws InterruptedException {
        long end = Deadlines.nanos(requireNonNull(limit, "limit"));
        long start = System.nanoTime();
        if (!terminated.await(end, TimeUnit.NANOSECONDS)) {
            return false;
        }
        for (KeyedLoop loop : loops.values()) { // whose threads may still be about to end
            if (!loop.thread().awaitTermination(Duration.ofNanos(end - (System.nanoTime() - start)))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Shuts down, and waits until everything that was accepted has run. An interrupt does not shorten the wait and is
     * restored after it.
     *
     * @throws IllegalStateException on one of these loops, which would wait for itself
     */
    @Override
    public void close() {
        if (loops.values().stream().anyMatch(loop -> loop.thread().loop().isCurrent())) {
            throw new IllegalStateException("close() would wait for its own thread \""
                    + Thread.currentThread().getName() + "\"; call shutdown() instead");
        }
        shutdown();
        boolean interrupted = false;
        while (!isTerminated()) {
            try {
                terminated.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        loops.values().forEach(loop -> ThreadEnd.await(loop.thread().thread()));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "KeyedRunLoops[" + size() + " loops" + (isShutdown() ? ", shut down]" : "]");
    }

    /** Configures loops by key. Not thread-safe. */
    public static final class Builder {
        private static final Duration IDLE_TIME = Duration.ofSeconds(10);
        private static final Duration LEAST_IDLE_TIME = Duration.ofMillis(1); // else a loop with a source would spin

        private final RunLoopThread.Builder threads;
        private @Nullable String prefix;
        private Duration idleTime = IDLE_TIME;

        private Builder(RunLoopThread.Builder threads) {
            this.threads = threads.inheritInheritableThreadLocals(false);
        }

        private Builder(Builder other) {
            threads = new RunLoopThread.Builder(other.threads);
            prefix = other.prefix;
            idleTime = other.idleTime;
        }

        /**
         * Names each thread with this prefix and its key. By default virtual threads have no names, and platform
         * threads have the JDK's.
         *
         * @param prefix what stands before the key
         * @return this builder
         */
        public Builder name(String prefix) {
            this.prefix = requireNonNull(prefix, "prefix");
            return this;
        }

        /**
         * Has a factory make the threads, in place of this builder's kind and names. By default a thread takes nothing
         * over from the thread whose block happened to be the first of its key: it has normal priority, is a daemon
         * only if it is virtual, has the system class loader as its context class loader, and inherits no
         * thread-locals.
         *
         * @param factory makes a thread whenever a loop is made
         * @return this builder
         */
        public Builder factory(ThreadFactory factory) {
            threads.factory(factory);
            return this;
        }

        /**
         * Sets how long an idle loop stays, by the clock of the loops; 10 seconds by default. While a loop has a source
         * or a timer it is not idle; it checks for these again after the same time.
         *
         * @param idleTime how long, at least a millisecond
         * @return this builder
         * @throws IllegalArgumentException if it is less
         */
        public Builder idleTime(Duration idleTime) {
            if (requireNonNull(idleTime, "idleTime").compareTo(LEAST_IDLE_TIME) < 0) {
                throw new IllegalArgumentException("idleTime is less than a millisecond: " + idleTime);
            }
            this.idleTime = idleTime;
            return this;
        }

        /**
         * Sets the clock of the loops; the machine's by default.
         *
         * @param clock the clock
         * @return this builder
         */
        public Builder clock(RunLoopClock clock) {
            threads.clock(clock);
            return this;
        }

        /**
         * Sets the handler of what blocks throw; see {@link RunLoop#setExceptionHandler}.
         *
         * @param handler is given the thread and the throwable
         * @return this builder
         */
        public Builder exceptionHandler(UncaughtExceptionHandler handler) {
            threads.exceptionHandler(handler);
            return this;
        }

        private RunLoopThread.Builder threads(Object key) {
            return prefix == null ? threads : new RunLoopThread.Builder(threads).name(prefix + key);
        }

        /**
         * Makes loops by key with these properties. There is no loop yet.
         *
         * @param <K> the keys
         * @return the loops
         */
        public <K> KeyedRunLoops<K> start() {
            return new KeyedRunLoops<>(new Builder(this));
        }
    }
}

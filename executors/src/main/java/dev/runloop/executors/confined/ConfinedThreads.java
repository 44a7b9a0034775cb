package dev.runloop.executors.confined;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.executors.confined.spi.VirtualThreadScheduling;
import dev.runloop.internal.access.Carriages;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates virtual threads that are carried by the thread of one loop, and so run one at a time.
 *
 * <pre>{@code
 * ConfinedThreads threads = ConfinedThreads.on(loop);
 * threads.start(() -> {
 *     String page = executor.submit(this::load).get(); // the loop goes on meanwhile
 *     view.show(page);                                 // on the loop again
 * });
 * }</pre>
 *
 * <p><b>Blocking.</b> A confined thread may block: sleep, or wait for a lock, a queue, a socket or a {@code Future}. Meanwhile
 * the loop goes on and carries others. Between two blocking points nothing else runs on the loop: no other confined thread,
 * no task, timer or callback. So state used only by confined threads and callbacks of the loop needs no lock, and all access
 * to it is ordered by happens-before.
 *
 * <p><b>Callbacks.</b> From the first factory on, the callbacks of the loop run on a virtual thread too, one for all of them,
 * carried like the rest. A callback that blocks, if only in {@code println}, lets confined threads run, in whatever mode the
 * loop is, but no other callback. So the monitor or lock it waits for may be held by, or promised to, a confined thread.
 * Some code cannot give way like this: callbacks of the pass in which the first factory is created, what the loop's thread
 * does between runs, a {@link dev.runloop.executors.scope.RunLoopScope} that is joined there, and callbacks with a native
 * method or a class initializer on the stack. <b>If such code waits for a monitor, lock or condition that confined threads
 * wait for too, it can hang</b>: the JVM may have promised it to one of them, which cannot run. A {@link
 * dev.runloop.diagnostics.StallMonitor} reports this, with the confined threads that wait to be carried.
 *
 * <p><b>Order and fairness.</b> To the loop all threads of a factory are one source. They are carried in the order in which
 * they became able to run. After half a millisecond the loop's other sources and timers get their turn. In modes that the
 * factory was not made for, its threads wait.
 *
 * <p><b>The end of the loop.</b> The loop does not finish in the factory's modes while threads are alive. When it ends, no
 * thread can be started any more ({@link java.util.concurrent.RejectedExecutionException}) and those alive are interrupted.
 * Threads that end upon that do so on the loop's thread, as its last act. The others are reported to the {@linkplain
 * RunLoop#setExceptionHandler exception handler} and carried to their ends, one at a time as before, by a daemon thread; so
 * joining them does not hang. If the loop is that of a foreign thread, whose end is noticed only once it is gone, this holds
 * for all of them.
 *
 * <p><b>Things to know.</b>
 * <ul>
 * <li>A confined thread is not the thread of the loop. {@link Thread#currentThread()} is the virtual thread, calls that belong
 *     to the loop's thread are rejected, and it may wait for tasks of its own loop.
 * <li>In a callback {@link Thread#currentThread()} is the virtual thread of the callbacks, and so is {@link RunLoop#thread()}
 *     while the loop runs. It inherits what virtual threads inherit from the thread that carries it, keeps thread-locals of
 *     its own from run to run, and does not see scoped values, monitors and locks of the thread that runs the loop. Virtual
 *     threads created by callbacks are ordinary ones; platform threads created by them are daemons.
 * <li>Virtual threads created by a confined thread are confined as well, as the JDK has it. They do not belong to this
 *     factory: they do not keep the loop from finishing and are not interrupted at its end. Those that this library creates
 *     on its behalf, such as the thread of a loop or the forks of a scope, are ordinary ones.
 * <li>Code that blocks in a native method, in a class initializer or on a file blocks the loop.
 * <li>An interrupt of the platform thread reaches a callback that blocks. One that arrives while something is carried that
 *     does not block is lost. Interrupt {@link RunLoop#thread()} or the confined thread instead.
 * </ul>
 *
 * <p>The loop must be on a platform thread. The JVM must be started with {@code --add-opens
 * java.base/java.lang=dev.runloop.executors}, or {@code =ALL-UNNAMED} if this library is on the class path. Thread-safe.
 */
public final class ConfinedThreads implements ThreadFactory {
    private final Carrier carrier;
    private final VirtualThreadScheduling scheduling;
    private final String name;
    private final @Nullable AtomicLong counter; // null: all have the same name
    private final UncaughtExceptionHandler handler;

    private ConfinedThreads(Builder builder) {
        this.scheduling = Scheduling.supported();
        this.carrier = new Carrier(builder.loop, LoopRider.of(builder.loop, scheduling), builder.modes, builder.order);
        this.name = builder.name;
        this.counter = builder.isNumbered ? new AtomicLong(builder.firstNumber) : null;
        UncaughtExceptionHandler given = builder.uncaughtExceptionHandler;
        this.handler = given != null ? given : carrier::report;
    }

    /** {@return whether this JVM was started so that it can have confined threads} */
    public static boolean isSupported() {
        return Scheduling.chosen().isSupported();
    }

    /**
     * {@return a factory of threads confined to a loop and named after its thread}
     *
     * @param loop the loop, on a platform thread
     * @param modes the modes in which the threads run; the common modes if none is given
     * @throws ConfinementUnsupportedException if this JVM was not started for it; the message says what is missing
     * @throws IllegalArgumentException if the loop is on a virtual thread
     * @throws RunLoopEndedException if the loop has ended
     */
    public static ConfinedThreads on(RunLoop loop, RunLoopMode... modes) {
        return builder(loop).modes(modes).build();
    }

    /**
     * {@return a builder of factories, with all options}
     *
     * @param loop the loop, on a platform thread
     * @throws IllegalArgumentException if the loop is on a virtual thread
     */
    public static Builder builder(RunLoop loop) {
        return new Builder(loop);
    }

    /**
     * {@return the factory whose loop carries a thread, or null if the thread is not confined} A factory's threads include
     * the virtual threads that these have created.
     *
     * @param thread any thread
     */
    public static @Nullable ConfinedThreads of(Thread thread) {
        return thread.isVirtual()
                        && Scheduling.isUsed()
                        && Scheduling.chosen().schedulerOf(thread) instanceof ConfinedThread confined
                ? confined.factory()
                : null;
    }

    /** {@return the loop whose thread carries the threads} */
    public RunLoop loop() {
        return carrier.loop();
    }

    /**
     * {@return whether the threads run while the loop runs in a mode}
     *
     * @param mode the mode
     */
    public boolean runIn(RunLoopMode mode) {
        return loop().isAmong(mode, carrier.modes());
    }

    /** {@return how many threads of this factory have started and not ended} */
    public int aliveCount() {
        return carrier.aliveCount();
    }

    /**
     * {@return a new, unstarted confined thread} Starting it throws {@link java.util.concurrent.RejectedExecutionException}
     * if the loop has ended.
     *
     * @param body the task of the thread
     */
    @Override
    public Thread newThread(Runnable body) {
        var confined = new ConfinedThread(this, carrier, requireNonNull(body, "body"));
        return scheduling
                .builder(confined)
                .name(counter == null ? name : name + counter.getAndIncrement())
                .uncaughtExceptionHandler(handler)
                .unstarted(confined);
    }

    /**
     * Starts a confined thread. Actions before this call happen-before those of the thread.
     *
     * @param body the task of the thread
     * @return the thread
     * @throws java.util.concurrent.RejectedExecutionException if the loop has ended
     */
    public Thread start(Runnable body) {
        Thread thread = newThread(body);
        thread.start();
        return thread;
    }

    /**
     * {@return an executor that starts a confined thread for each task} Like {@link
     * java.util.concurrent.Executors#newThreadPerTaskExecutor}, it pools no threads, and {@code shutdownNow} interrupts its
     * tasks and returns none. Waiting on the loop's thread for a task or for termination could never succeed and throws
     * {@link IllegalStateException}; waiting on confined threads is fine.
     *
     * <p>After the end of the loop it rejects all tasks. It terminates once it is shut down and its tasks have ended.
     */
    public ExecutorService newThreadPerTaskExecutor() {
        return new ConfinedExecutor(this, carrier);
    }

    /**
     * Carries the threads until a condition holds. Nothing else of the loop runs meanwhile, and modes do not matter. So the
     * loop's thread can wait for its confined threads where it cannot run the loop, for instance while it is being stopped.
     *
     * <p>The condition is checked each time a thread has been carried to its next blocking point, and whenever the loop's
     * thread is unparked. An interrupt does not end the wait, and is restored afterwards.
     *
     * @param done the condition
     * @throws WrongThreadException if this is not the thread of the loop
     * @throws RunLoopEndedException if the loop has ended
     */
    public void carryUntil(BooleanSupplier done) {
        carryUntil(List.of(this), done);
    }

    /**
     * Like {@link #carryUntil(BooleanSupplier)}, for several factories of one loop.
     *
     * @param factories the factories, at least one
     * @param done the condition
     * @throws WrongThreadException if this is not the thread of the loop
     * @throws RunLoopEndedException if the loop has ended
     */
    public static void carryUntil(Collection<ConfinedThreads> factories, BooleanSupplier done) {
        requireNonNull(done, "done");
        for (ConfinedThreads factory : factories) {
            factory.requireLoopThread();
        }
        Carrier.carryUntil(factories.stream().map(factory -> factory.carrier).toList(), done);
    }

    private void requireLoopThread() {
        if (!loop().isCurrent()) {
            throw new WrongThreadException("carryUntil belongs to the thread of the loop, \""
                    + loop().thread().getName() + "\", and was called on \""
                    + Thread.currentThread().getName() + "\"");
        }
        if (carrier.hasLoopEnded()) {
            throw new RunLoopEndedException(loop().thread());
        }
    }

    @Override
    public String toString() {
        return "ConfinedThreads[" + loop().thread().getName() + ", " + carrier.modes() + ", alive = " + aliveCount()
                + "]";
    }

    /** Builds {@link ConfinedThreads}. Not thread-safe. */
    public static final class Builder {
        private final RunLoop loop;
        private List<RunLoopMode> modes = List.of(RunLoopMode.COMMON);
        private int order;
        private String name;
        private boolean isNumbered = true;
        private long firstNumber;
        private @Nullable UncaughtExceptionHandler uncaughtExceptionHandler;

        private Builder(RunLoop loop) {
            this.loop = requireNonNull(loop, "loop");
            if (Carriages.ownerOf(loop.thread()).isVirtual()) {
                throw new IllegalArgumentException("loop is on a virtual thread, which cannot carry others: " + loop
                        + "; use one on a platform thread");
            }
            this.name = loop.thread().getName() + "-confined-";
        }

        /**
         * Sets the modes in which the threads run.
         *
         * @param modes the modes; the common modes if none is given, which is the default
         * @return this builder
         */
        public Builder modes(RunLoopMode... modes) {
            List<RunLoopMode> given = List.of(requireNonNull(modes, "modes"));
            this.modes = given.isEmpty() ? List.of(RunLoopMode.COMMON) : given;
            return this;
        }

        /**
         * Sets the order of the threads among the sources of the loop. Lower ones run first; the default is 0.
         *
         * @param order the order
         * @return this builder
         */
        public Builder order(int order) {
            this.order = order;
            return this;
        }

        /**
         * Gives all threads the same name.
         *
         * @param name the name
         * @return this builder
         */
        public Builder name(String name) {
            this.name = requireNonNull(name, "name");
            this.isNumbered = false;
            return this;
        }

        /**
         * Gives the threads names that end in a number. By default the prefix is made from the name of the loop's thread.
         *
         * @param prefix the beginning of the names
         * @param firstNumber the number of the first thread
         * @return this builder
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder name(String prefix, long firstNumber) {
            if (firstNumber < 0) {
                throw new IllegalArgumentException("firstNumber is negative: " + firstNumber);
            }
            this.name = requireNonNull(prefix, "prefix");
            this.isNumbered = true;
            this.firstNumber = firstNumber;
            return this;
        }

        /**
         * Sets the handler of uncaught exceptions, which is called on the confined thread. By default it is the loop's
         * {@linkplain RunLoop#setExceptionHandler exception handler}, or else the handler of the loop's thread.
         *
         * @param handler the handler
         * @return this builder
         */
        public Builder uncaughtExceptionHandler(UncaughtExceptionHandler handler) {
            this.uncaughtExceptionHandler = requireNonNull(handler, "handler");
            return this;
        }

        /**
         * {@return a factory with these properties}
         *
         * @throws ConfinementUnsupportedException if this JVM was not started for it; the message says what is missing
         * @throws RunLoopEndedException if the loop has ended
         */
        public ConfinedThreads build() {
            return new ConfinedThreads(this);
        }
    }
}

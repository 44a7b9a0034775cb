package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopClock;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.internal.Failures;
import dev.runloop.internal.access.ThreadsOnDemand;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link RunLoopExecutor}s and {@link RunLoopGroup}s. By default an executor has a loop of its own on a platform
 * thread that is not a daemon, and an unbounded queue.
 *
 * <p>Not thread-safe; can be reused.
 */
public final class RunLoopExecutorBuilder {
    private static final AtomicLong ANONYMOUS = new AtomicLong();

    private boolean virtual;
    private @Nullable String name;
    private @Nullable Boolean daemon;
    private Consumer<RunLoopThread.Builder> thread = builder -> {}; // sets everything else of the thread
    private boolean concernsThread; // whether any of these has been set
    private @Nullable UncaughtExceptionHandler exceptionHandler;
    private @Nullable RunLoop loop;
    private List<RunLoopMode> modes = List.of(RunLoopMode.COMMON);
    private int order;
    private int capacity;
    private OverflowPolicy overflowPolicy = OverflowPolicy.ABORT;
    private @Nullable Consumer<? super Runnable> onDiscard;
    private @Nullable UnaryOperator<Runnable> decorator;
    private ShutdownPolicy shutdownPolicy = ShutdownPolicy.DEFAULT;
    private MissedRunPolicy missedRunPolicy = MissedRunPolicy.CATCH_UP;

    RunLoopExecutorBuilder() {}

    // ---- the thread ----

    /**
     * Runs the loop on a platform thread, which is the default.
     *
     * @return this builder
     */
    public RunLoopExecutorBuilder platform() {
        virtual = false;
        return this;
    }

    /**
     * Runs the loop on a virtual thread.
     *
     * @return this builder
     */
    public RunLoopExecutorBuilder virtual() {
        virtual = true;
        return this;
    }

    /**
     * Names the thread. The threads of a group are called {@code name-1} and so on; without a name, {@code runloop-1} and so
     * on.
     *
     * @param name the name
     * @return this builder
     */
    public RunLoopExecutorBuilder name(String name) {
        this.name = requireNonNull(name, "name");
        return this;
    }

    /**
     * Sets whether the thread is a daemon. By default a platform thread is not.
     *
     * @param daemon whether it is a daemon; a virtual thread always is
     * @return this builder
     */
    public RunLoopExecutorBuilder daemon(boolean daemon) {
        this.daemon = daemon;
        return this;
    }

    /**
     * Sets the priority of the thread. By default it is {@link Thread#NORM_PRIORITY}, whatever the priority of the creating
     * thread.
     *
     * @param priority from {@link Thread#MIN_PRIORITY} to {@link Thread#MAX_PRIORITY}; a virtual thread always has the
     *     normal one
     * @return this builder
     * @throws IllegalArgumentException if it is out of that range; for a virtual thread {@link #build} throws it
     */
    public RunLoopExecutorBuilder priority(int priority) {
        var _ = RunLoopThread.ofPlatform().priority(priority); // checks the range now
        return ofThread(builder -> builder.priority(priority));
    }

    /**
     * Sets the factory that creates the thread, in place of kind, name, daemon status and priority. {@link #build} calls it
     * once for each thread, and throws what it throws. It must not start the thread.
     *
     * @param factory the factory
     * @return this builder
     */
    public RunLoopExecutorBuilder threadFactory(ThreadFactory factory) {
        requireNonNull(factory, "factory");
        return ofThread(builder -> builder.factory(factory));
    }

    /**
     * Sets the handler of exceptions thrown by tasks of {@code execute} and by periodic tasks, and of discarded tasks. By
     * default it is the thread's own handler.
     *
     * @param handler the handler; see {@link RunLoop#setExceptionHandler}
     * @return this builder
     */
    public RunLoopExecutorBuilder exceptionHandler(UncaughtExceptionHandler handler) {
        this.exceptionHandler = requireNonNull(handler, "handler");
        return ofThread(builder -> builder.exceptionHandler(handler));
    }

    /**
     * Sets the clock of the loop. By default it is the system clock.
     *
     * @param clock the clock
     * @return this builder
     */
    public RunLoopExecutorBuilder clock(RunLoopClock clock) {
        requireNonNull(clock, "clock");
        return ofThread(builder -> builder.clock(clock));
    }

    private RunLoopExecutorBuilder ofThread(Consumer<RunLoopThread.Builder> property) {
        thread = thread.andThen(property);
        concernsThread = true;
        return this;
    }

    /**
     * Puts the executor on an existing loop, which it leaves as it was. Nothing that concerns the thread can be set then.
     *
     * @param loop the loop
     * @return this builder
     */
    public RunLoopExecutorBuilder loop(RunLoop loop) {
        this.loop = requireNonNull(loop, "loop");
        return this;
    }

    // ---- the tasks ----

    /**
     * Sets the modes in which tasks run. By default these are the common modes.
     *
     * @param modes the modes; the common modes if none is given
     * @return this builder
     */
    public RunLoopExecutorBuilder modes(RunLoopMode... modes) {
        this.modes = listOf(modes);
        return this;
    }

    /**
     * Sets the order of the executor among the sources of the loop. Lower ones run first; the default is 0.
     *
     * @param order the order
     * @return this builder
     */
    public RunLoopExecutorBuilder order(int order) {
        this.order = order;
        return this;
    }

    /**
     * Bounds the queue: sets how many tasks may wait to run now, besides the one that runs or is about to, and what happens
     * to one more. By default the queue is unbounded. The bound is that of {@code new ThreadPoolExecutor(1, 1, …, new
     * ArrayBlockingQueue<>(capacity))}. It applies to {@code execute}, {@code submit}, {@code invokeAll} and {@code
     * invokeAny}, and to {@code supplyAsync} and {@code runAsync} without a delay. Scheduled tasks and dependents of
     * completable futures are always accepted, but count while they wait to run now.
     *
     * @param capacity from 1 to 2<sup>29</sup>
     * @param policy what happens to one more
     * @return this builder
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public RunLoopExecutorBuilder capacity(int capacity, OverflowPolicy policy) {
        if (capacity < 1 || capacity > Capacity.MAX) {
            throw new IllegalArgumentException("capacity is not from 1 to " + Capacity.MAX + ": " + capacity);
        }
        this.capacity = capacity;
        this.overflowPolicy = requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets a hook that is called for each task discarded because the queue was full, on the thread that handed over the task
     * that did not fit. By default the {@linkplain #exceptionHandler exception handler} of this builder, or else of that
     * thread, is given a {@link RejectedExecutionException}.
     *
     * @param hook the hook; what it throws comes out of {@code execute}
     * @return this builder
     */
    public RunLoopExecutorBuilder onDiscard(Consumer<? super Runnable> hook) {
        this.onDiscard = requireNonNull(hook, "hook");
        return this;
    }

    /**
     * Sets a decorator of all tasks and of all dependents of completable futures. It is called on the thread that hands over
     * the task or registers the dependent, before that call returns, and so can capture what is bound to the thread. It is
     * called once for a periodic task. {@code shutdownNow} returns undecorated tasks. Dependents that name an executor are
     * not decorated.
     *
     * <p>What the decorator throws comes out of that call, and nothing has been handed over. If its runnable throws without
     * having run the task, that is the end of the task: one of our futures completes with the exception, any other future is
     * cancelled, and in all other cases, and for a periodic task, the exception handler is called.
     *
     * @param decorator returns what is to run in place of its argument, usually a runnable that runs the argument
     * @return this builder
     */
    public RunLoopExecutorBuilder decorator(UnaryOperator<Runnable> decorator) {
        this.decorator = requireNonNull(decorator, "decorator");
        return this;
    }

    /**
     * Sets what happens to scheduled tasks after a shutdown.
     *
     * @param policy the policy; {@link ShutdownPolicy#DEFAULT} by default
     * @return this builder
     */
    public RunLoopExecutorBuilder shutdownPolicy(ShutdownPolicy policy) {
        this.shutdownPolicy = requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets what happens to missed dates of a fixed rate.
     *
     * @param policy the policy; {@link MissedRunPolicy#CATCH_UP} by default
     * @return this builder
     */
    public RunLoopExecutorBuilder missedRunPolicy(MissedRunPolicy policy) {
        this.missedRunPolicy = requireNonNull(policy, "policy");
        return this;
    }

    // ---- building ----

    /**
     * Builds an executor. A thread of its own is created now but started only by the first task or by a call of {@link
     * RunLoopExecutor#loop()}. So an unused executor runs no thread, does not keep the JVM alive and need not be shut down.
     * If the thread cannot be started, that call throws the reason, and the executor has terminated.
     *
     * @return the executor
     * @throws IllegalStateException if both a loop and something that concerns the thread have been set, or the thread
     *     factory has returned no thread
     * @throws dev.runloop.RunLoopEndedException if a loop was set whose thread has ended
     */
    public RunLoopExecutor build() {
        RunLoop existing = loop;
        if (existing == null) {
            return build(threadBuilder(name != null ? name : anonymousName()));
        }
        if (virtual || name != null || daemon != null || concernsThread) {
            throw new IllegalStateException(
                    "kind, name, daemon status, priority, thread factory, clock and exception handler are"
                            + " for a loop of the executor's own, and this is to be on " + loop);
        }
        return new RunLoopExecutor(existing, settings(), null);
    }

    /**
     * Builds a group of executors, each with a loop of its own.
     *
     * @param size the number of executors
     * @return the group
     * @throws IllegalArgumentException if the size is not positive
     * @throws IllegalStateException if a loop was set
     */
    public RunLoopGroup buildGroup(int size) {
        if (size <= 0) {
            throw new IllegalArgumentException("size is not positive: " + size);
        }
        if (loop != null) {
            throw new IllegalStateException("a group has loops of its own, and cannot be on " + loop);
        }
        List<RunLoopExecutor> members = new ArrayList<>(size);
        try {
            for (int i = 1; i <= size; i++) {
                members.add(build(threadBuilder(name != null ? name + "-" + i : anonymousName())));
            }
        } catch (Throwable e) { // no memory for all the threads
            members.forEach(RunLoopExecutor::shutdownNow);
            throw e;
        }
        return new RunLoopGroup(members);
    }

    private static String anonymousName() {
        return "runloop-" + ANONYMOUS.incrementAndGet();
    }

    /** On a thread that the first task starts. */
    RunLoopExecutor build(RunLoopThread.Builder threads) {
        RunLoopThread made = ThreadsOnDemand.make(threads);
        return new RunLoopExecutor(made.loop(), settings(), made);
    }

    private RunLoopThread.Builder threadBuilder(String threadName) {
        RunLoopThread.Builder builder = (virtual ? RunLoopThread.ofVirtual() : RunLoopThread.ofPlatform())
                .name(threadName)
                .daemon(daemon != null ? daemon : virtual);
        thread.accept(builder);
        return builder;
    }

    private ExecutorSettings settings() {
        Consumer<? super Runnable> hook = onDiscard != null ? onDiscard : tellOfDiscarded(exceptionHandler);
        return new ExecutorSettings(
                order, modes, shutdownPolicy, missedRunPolicy, capacity, overflowPolicy, hook, decorator);
    }

    private static Consumer<Runnable> tellOfDiscarded(@Nullable UncaughtExceptionHandler handler) {
        return task ->
                Failures.report(handler, new RejectedExecutionException("task " + Described.of(task) + " discarded"));
    }

    static List<RunLoopMode> listOf(RunLoopMode... modes) {
        Set<RunLoopMode> inModes = new LinkedHashSet<>();
        for (RunLoopMode mode : requireNonNull(modes, "modes")) {
            inModes.add(requireNonNull(mode, "mode"));
        }
        return inModes.isEmpty() ? List.of(RunLoopMode.COMMON) : List.copyOf(inModes);
    }
}

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
 * The properties of a {@link RunLoopExecutor} to be made, or of several in a {@link RunLoopGroup}. Without any, it has
 * a loop of its own on a platform thread that is no daemon, and an unbounded queue.
 *
 * <p>Not thread-safe; may be used again.
 */
public final class RunLoopExecutorBuilder {
    private static final AtomicLong ANONYMOUS = new AtomicLong();

    private boolean virtual;
    private @Nullable String name;
    private @Nullable Boolean daemon;
    private @Nullable Integer priority;
    private @Nullable ThreadFactory factory;
    private @Nullable UncaughtExceptionHandler exceptionHandler;
    private @Nullable RunLoopClock clock;
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

    /** {@return a loop of its own on a platform thread, the default} */
    public RunLoopExecutorBuilder platform() {
        virtual = false;
        return this;
    }

    /** {@return a loop of its own on a virtual thread} */
    public RunLoopExecutorBuilder virtual() {
        virtual = true;
        return this;
    }

    /**
     * {@return the name of the thread; of a group the members are {@code name-1} and so on} Without one they are
     * {@code runloop-1} and so on.
     *
     * @param name the name
     */
    public RunLoopExecutorBuilder name(String name) {
        this.name = requireNonNull(name, "name");
        return this;
    }

    /**
     * {@return whether the JVM may exit while the thread runs; by default not, if it is a platform thread}
     *
     * @param daemon whether it is a daemon; a virtual thread always is
     */
    public RunLoopExecutorBuilder daemon(boolean daemon) {
        this.daemon = daemon;
        return this;
    }

    /**
     * {@return the priority of the thread: {@link Thread#NORM_PRIORITY} by default, whatever that of its maker is}
     *
     * @param priority from {@link Thread#MIN_PRIORITY} to {@link Thread#MAX_PRIORITY}; that of a virtual thread is always
     *     the normal one
     * @throws IllegalArgumentException if it is out of that range; {@link #build} throws it for a virtual thread
     */
    public RunLoopExecutorBuilder priority(int priority) {
        if (priority < Thread.MIN_PRIORITY || priority > Thread.MAX_PRIORITY) {
            throw new IllegalArgumentException("priority is not between 1 and 10: " + priority);
        }
        this.priority = priority;
        return this;
    }

    /**
     * {@return who makes the thread, in place of the kind, the name, the daemon status and the priority} It is asked when
     * the executor is built, once for each thread; what it throws comes out of {@link #build} then. The thread must not
     * have been started.
     *
     * @param factory makes the thread
     */
    public RunLoopExecutorBuilder threadFactory(ThreadFactory factory) {
        this.factory = requireNonNull(factory, "factory");
        return this;
    }

    /**
     * {@return who is told what tasks of {@code execute} and periodic ones throw, and of tasks that are discarded; by
     * default the thread's own handler}
     *
     * @param handler who is told; see {@link RunLoop#setExceptionHandler}
     */
    public RunLoopExecutorBuilder exceptionHandler(UncaughtExceptionHandler handler) {
        this.exceptionHandler = requireNonNull(handler, "handler");
        return this;
    }

    /**
     * {@return the clock of the loop; the machine's by default}
     *
     * @param clock the clock
     */
    public RunLoopExecutorBuilder clock(RunLoopClock clock) {
        this.clock = requireNonNull(clock, "clock");
        return this;
    }

    /**
     * {@return a loop that somebody else runs, in place of one of its own} The executor leaves it as it was. What
     * concerns the thread cannot be chosen then.
     *
     * @param loop the loop
     */
    public RunLoopExecutorBuilder loop(RunLoop loop) {
        this.loop = requireNonNull(loop, "loop");
        return this;
    }

    /**
     * {@return the modes in which tasks run; the common modes by default}
     *
     * @param modes the modes; the common modes if none is given
     */
    public RunLoopExecutorBuilder modes(RunLoopMode... modes) {
        this.modes = listOf(modes);
        return this;
    }

    /**
     * {@return the order of the executor among the sources of the loop: lower ones come first; 0 by default}
     *
     * @param order the order
     */
    public RunLoopExecutorBuilder order(int order) {
        this.order = order;
        return this;
    }

    /**
     * {@return how many tasks may wait to be run now, beside the one that runs or is about to, and what happens to one
     * more; by default there is no limit} That is the room of {@code new ThreadPoolExecutor(1, 1, …, new
     * ArrayBlockingQueue<>(capacity))}. It is for {@code execute}, {@code submit}, {@code invokeAll} and {@code invokeAny}, and those of
     * {@code supplyAsync} and {@code runAsync} without a delay. Scheduled tasks and the dependents of
     * completable futures are always let in, but take room from the others while they wait to be run now.
     *
     * @param capacity how many, from 1 to 2<sup>29</sup>
     * @param policy what happens to one more
     * @throws IllegalArgumentException if the capacity is not in its range
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
     * {@return who is told of a task that was discarded for want of room, on the thread that handed over the task that
     * found none} By default the {@linkplain #exceptionHandler exception handler} is told a
     * {@link RejectedExecutionException}; if none was given to this builder, that of the same thread.
     *
     * @param hook who is told; what it throws comes out of {@code execute}
     */
    public RunLoopExecutorBuilder onDiscard(Consumer<? super Runnable> hook) {
        this.onDiscard = requireNonNull(hook, "hook");
        return this;
    }

    /**
     * {@return what makes of each task, and of each dependent of a completable future, the one that runs} It is called by
     * the thread that hands the task over or registers the dependent, before that call returns, and can so take along what
     * is bound to this thread. It is called once for a periodic task. {@code shutdownNow} hands back what was handed over.
     * A dependent that names an executor is the business of that one.
     *
     * <p>What the decorator throws comes out of that call, and nothing has been handed over. What its runnable throws
     * without having run the task is the end of that: it is the exception of the task's future, if it has one of ours,
     * another future is cancelled, and in all other cases, and for a series, the exception handler is told.
     *
     * @param decorator answers what is to run in place of its argument, and usually runs that inside
     */
    public RunLoopExecutorBuilder decorator(UnaryOperator<Runnable> decorator) {
        this.decorator = requireNonNull(decorator, "decorator");
        return this;
    }

    /**
     * {@return what becomes of scheduled tasks after a shutdown}
     *
     * @param policy the policy; {@link ShutdownPolicy#DEFAULT} by default
     */
    public RunLoopExecutorBuilder shutdownPolicy(ShutdownPolicy policy) {
        this.shutdownPolicy = requireNonNull(policy, "policy");
        return this;
    }

    /**
     * {@return what becomes of dates of a fixed rate that have passed}
     *
     * @param missedRunPolicy what becomes of them; {@link MissedRunPolicy#CATCH_UP} by default
     */
    public RunLoopExecutorBuilder missedRunPolicy(MissedRunPolicy missedRunPolicy) {
        this.missedRunPolicy = requireNonNull(missedRunPolicy, "missedRunPolicy");
        return this;
    }

    /**
     * Makes the executor. A thread of its own is made now and started by the first task, or when somebody asks for the
     * {@linkplain RunLoopExecutor#loop() loop}: an executor that is never used has no thread that runs, keeps no JVM alive
     * and need not be shut down. If the thread cannot be started, that call throws why, and the executor has terminated.
     *
     * @return the executor
     * @throws IllegalStateException if a loop was given and something that concerns the thread too, or the thread factory
     *     has made no thread
     * @throws dev.runloop.RunLoopEndedException if a loop was given whose thread has ended
     */
    public RunLoopExecutor build() {
        RunLoop existing = loop;
        if (existing == null) {
            return build(name != null ? name : anonymousName());
        }
        requireNothingOfThread();
        return new RunLoopExecutor(existing, settings(), null);
    }

    /**
     * Makes a group of executors, each with a loop of its own.
     *
     * @param size how many
     * @return the group
     * @throws IllegalArgumentException if the size is not positive
     * @throws IllegalStateException if a loop was given
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
                members.add(build(name != null ? name + "-" + i : anonymousName()));
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

    private RunLoopExecutor build(String threadName) {
        return build(threadBuilder(threadName));
    }

    /** On a thread of a builder of threads, which the first task starts. */
    RunLoopExecutor build(RunLoopThread.Builder threads) {
        RunLoopThread thread = ThreadsOnDemand.make(threads);
        return new RunLoopExecutor(thread.loop(), settings(), thread);
    }

    private RunLoopThread.Builder threadBuilder(String threadName) {
        RunLoopThread.Builder threads = (virtual ? RunLoopThread.ofVirtual() : RunLoopThread.ofPlatform())
                .name(threadName)
                .daemon(daemon != null ? daemon : virtual);
        if (priority != null) {
            threads.priority(priority);
        }
        if (factory != null) {
            threads.factory(factory);
        }
        if (clock != null) {
            threads.clock(clock);
        }
        if (exceptionHandler != null) {
            threads.exceptionHandler(exceptionHandler);
        }
        return threads;
    }

    private void requireNothingOfThread() {
        if (virtual
                || name != null
                || daemon != null
                || priority != null
                || factory != null
                || clock != null
                || exceptionHandler != null) {
            throw new IllegalStateException(
                    "kind, name, daemon status, priority, thread factory, clock and exception handler are"
                            + " for a loop of the executor's own, and this is to be on " + loop);
        }
    }

    private ExecutorSettings settings() {
        Consumer<? super Runnable> hook = onDiscard != null ? onDiscard : tellOfDiscarded(exceptionHandler);
        return new ExecutorSettings(
                order, modes, shutdownPolicy, missedRunPolicy, capacity, overflowPolicy, hook, decorator);
    }

    private static Consumer<Runnable> tellOfDiscarded(@Nullable UncaughtExceptionHandler handler) {
        return task ->
                Failures.tell(handler, new RejectedExecutionException("task " + Described.of(task) + " discarded"));
    }

    static List<RunLoopMode> listOf(RunLoopMode... modes) {
        Set<RunLoopMode> inModes = new LinkedHashSet<>();
        for (RunLoopMode mode : requireNonNull(modes, "modes")) {
            inModes.add(requireNonNull(mode, "mode"));
        }
        return inModes.isEmpty() ? List.of(RunLoopMode.COMMON) : List.copyOf(inModes);
    }
}

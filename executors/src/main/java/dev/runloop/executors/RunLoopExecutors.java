package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import java.util.concurrent.ThreadFactory;

/**
 * Makes executors of run loops, in the manner of {@link java.util.concurrent.Executors}.
 *
 * <pre>{@code
 * try (var executor = RunLoopExecutors.newSingleThreadScheduledExecutor()) {
 *     executor.scheduleAtFixedRate(() -> System.out.println("tick"), 0, 1, TimeUnit.SECONDS);
 *     executor.schedule(() -> System.out.println("enough"), 5, TimeUnit.SECONDS).get();
 * }
 * }</pre>
 *
 * <p>They stand in for {@code Executors.newSingleThreadScheduledExecutor()} and {@code newScheduledThreadPool(1)}. What
 * else can be chosen {@link RunLoopExecutor#builder()} knows. Threads without a name are called {@code runloop-1} and
 * so on; they are of normal priority and, but for virtual ones, no daemons, whatever their makers are. A thread is started
 * by the first task, or when somebody asks for its loop. An executor that is dropped unused leaves nothing behind; one that
 * was used goes on until it is shut down, as that of {@code newScheduledThreadPool(1)} does.
 */
public final class RunLoopExecutors {

    private RunLoopExecutors() {}

    /** {@return a builder of executors, for all that can be chosen} */
    public static RunLoopExecutorBuilder builder() {
        return RunLoopExecutor.builder();
    }

    /**
     * {@return an executor with a loop of its own on a platform thread, which is no daemon and ends with it} As
     * {@link java.util.concurrent.Executors#newSingleThreadScheduledExecutor()}.
     */
    public static RunLoopExecutor newSingleThreadScheduledExecutor() {
        return builder().build();
    }

    /**
     * {@return an executor with a loop of its own on a thread that the factory makes, which ends with it} As
     * {@link java.util.concurrent.Executors#newSingleThreadScheduledExecutor(ThreadFactory)}.
     *
     * @param factory makes the thread, of either kind, when the executor is made; is asked once
     */
    public static RunLoopExecutor newSingleThreadScheduledExecutor(ThreadFactory factory) {
        return builder().threadFactory(factory).build();
    }

    /** {@return an executor with a loop of its own on a virtual thread, which ends with it} */
    public static RunLoopExecutor newSingleVirtualThreadScheduledExecutor() {
        return builder().virtual().build();
    }

    /**
     * {@return an executor with a loop of its own on a platform thread, which is no daemon and ends with it}
     *
     * @param name the name
     */
    public static RunLoopExecutor newPlatformLoop(String name) {
        return builder().name(name).build();
    }

    /**
     * {@return an executor with a loop of its own on a virtual thread, which ends with it}
     *
     * @param name the name
     */
    public static RunLoopExecutor newVirtualLoop(String name) {
        return builder().virtual().name(name).build();
    }

    /**
     * {@return an executor with a loop of its own on a thread of this builder, which the first task starts and which ends with
     * the executor}
     *
     * @param builder makes the thread
     */
    public static RunLoopExecutor newLoop(RunLoopThread.Builder builder) {
        return builder().build(requireNonNull(builder, "builder"));
    }

    /**
     * {@return an executor on a loop that somebody else runs}
     *
     * <p>As long as it has not terminated, the loop has a source in these modes and does not finish in them for want of
     * anything to do. Shutting the executor down takes it out of the loop and leaves the loop as it was.
     *
     * @param loop the loop
     * @param modes those in which tasks run; the common modes if none is given
     * @throws dev.runloop.RunLoopEndedException if the thread of the loop has ended
     */
    public static RunLoopExecutor on(RunLoop loop, RunLoopMode... modes) {
        return builder().loop(loop).modes(modes).build();
    }

    /**
     * {@return so many loops on platform threads as one executor} See {@link RunLoopGroup} for what it is, and is not, beside
     * {@code newScheduledThreadPool(size)}.
     *
     * @param size how many
     * @throws IllegalArgumentException if the size is not positive
     */
    public static RunLoopGroup newGroup(int size) {
        return builder().buildGroup(size);
    }

    /**
     * {@return so many loops on virtual threads as one executor}
     *
     * @param size how many
     * @throws IllegalArgumentException if the size is not positive
     */
    public static RunLoopGroup newVirtualGroup(int size) {
        return builder().virtual().buildGroup(size);
    }
}

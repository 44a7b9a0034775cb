package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import java.util.concurrent.ThreadFactory;

/**
 * Factory methods for executors of run loops, in the manner of {@link java.util.concurrent.Executors}.
 *
 * <pre>{@code
 * try (var executor = RunLoopExecutors.newSingleThreadScheduledExecutor()) {
 *     executor.scheduleAtFixedRate(() -> System.out.println("tick"), 0, 1, TimeUnit.SECONDS);
 *     executor.schedule(() -> System.out.println("enough"), 5, TimeUnit.SECONDS).get();
 * }
 * }</pre>
 *
 * <p>They replace {@code Executors.newSingleThreadScheduledExecutor()} and {@code newScheduledThreadPool(1)}. {@link
 * RunLoopExecutor#builder()} has all options. Threads without a name are called {@code runloop-1} and so on. They have normal
 * priority and, unless virtual, are not daemons, whatever the creating thread is. A thread is started by the first task or
 * when its loop is requested. An executor that is dropped unused leaves nothing behind; a used one runs until it is shut
 * down, like that of {@code newScheduledThreadPool(1)}.
 */
public final class RunLoopExecutors {

    private RunLoopExecutors() {}

    /** {@return a builder with all options} */
    public static RunLoopExecutorBuilder builder() {
        return RunLoopExecutor.builder();
    }

    /**
     * {@return an executor with a loop of its own on a platform thread, which is not a daemon and ends with the executor}
     * Like {@link java.util.concurrent.Executors#newSingleThreadScheduledExecutor()}.
     */
    public static RunLoopExecutor newSingleThreadScheduledExecutor() {
        return builder().build();
    }

    /**
     * {@return an executor with a loop of its own on a thread from a factory, which ends with the executor} Like {@link
     * java.util.concurrent.Executors#newSingleThreadScheduledExecutor(ThreadFactory)}.
     *
     * @param factory creates the thread, of either kind; called once, by this method
     */
    public static RunLoopExecutor newSingleThreadScheduledExecutor(ThreadFactory factory) {
        return builder().threadFactory(factory).build();
    }

    /** {@return an executor with a loop of its own on a virtual thread, which ends with the executor} */
    public static RunLoopExecutor newSingleVirtualThreadScheduledExecutor() {
        return builder().virtual().build();
    }

    /**
     * {@return an executor with a loop of its own on a platform thread, which is not a daemon and ends with the executor}
     *
     * @param name the name of the thread
     */
    public static RunLoopExecutor newPlatformLoop(String name) {
        return builder().name(name).build();
    }

    /**
     * {@return an executor with a loop of its own on a virtual thread, which ends with the executor}
     *
     * @param name the name of the thread
     */
    public static RunLoopExecutor newVirtualLoop(String name) {
        return builder().virtual().name(name).build();
    }

    /**
     * {@return an executor with a loop of its own on a thread from a builder} The first task starts the thread, which ends with
     * the executor.
     *
     * @param builder creates the thread
     */
    public static RunLoopExecutor newLoop(RunLoopThread.Builder builder) {
        return builder().build(requireNonNull(builder, "builder"));
    }

    /**
     * {@return an executor on an existing loop, which other code runs}
     *
     * <p>Until the executor has terminated, the loop has a source in these modes and so does not finish in them. Shutting the
     * executor down leaves the loop as it was.
     *
     * @param loop the loop
     * @param modes the modes in which tasks run; the common modes if none is given
     * @throws dev.runloop.RunLoopEndedException if the thread of the loop has ended
     */
    public static RunLoopExecutor on(RunLoop loop, RunLoopMode... modes) {
        return builder().loop(loop).modes(modes).build();
    }

    /**
     * {@return several loops on platform threads as one executor} See {@link RunLoopGroup} for how it differs from {@code
     * newScheduledThreadPool(size)}.
     *
     * @param size the number of loops
     * @throws IllegalArgumentException if the size is not positive
     */
    public static RunLoopGroup newGroup(int size) {
        return builder().buildGroup(size);
    }

    /**
     * {@return several loops on virtual threads as one executor}
     *
     * @param size the number of loops
     * @throws IllegalArgumentException if the size is not positive
     */
    public static RunLoopGroup newVirtualGroup(int size) {
        return builder().virtual().buildGroup(size);
    }
}

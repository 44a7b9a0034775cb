package dev.runloop.executors;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes executors of run loops, in the manner of {@link java.util.concurrent.Executors}.
 *
 * <pre>{@code
 * try (var executor = RunLoopExecutors.newPlatformLoop("ticker")) {
 *     executor.scheduleAtFixedRate(() -> System.out.println("tick"), 0, 1, TimeUnit.SECONDS);
 *     executor.schedule(() -> System.out.println("enough"), 5, TimeUnit.SECONDS).get();
 * }
 * }</pre>
 *
 * <p>Stands in for {@code Executors.newSingleThreadScheduledExecutor()} and {@code newScheduledThreadPool(1)}.
 */
public final class RunLoopExecutors {

    private RunLoopExecutors() {}

    /**
     * {@return an executor with a loop of its own on a platform thread, which ends with it}
     *
     * @param name the name
     */
    public static RunLoopExecutor newPlatformLoop(String name) {
        return newLoop(RunLoopThread.ofPlatform().name(name));
    }

    /**
     * {@return an executor with a loop of its own on a virtual thread, which ends with it}
     *
     * @param name the name
     */
    public static RunLoopExecutor newVirtualLoop(String name) {
        return newLoop(RunLoopThread.ofVirtual().name(name));
    }

    /**
     * {@return an executor with a loop of its own on the thread that the builder starts, which ends with it}
     *
     * @param builder the thread to start
     */
    public static RunLoopExecutor newLoop(RunLoopThread.Builder builder) {
        RunLoopThread thread = requireNonNull(builder, "builder").start();
        return new RunLoopExecutor(thread.loop(), List.of(RunLoopMode.COMMON), thread);
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
        requireNonNull(loop, "loop");
        Set<RunLoopMode> inModes = new LinkedHashSet<>();
        for (RunLoopMode mode : requireNonNull(modes, "modes")) {
            inModes.add(requireNonNull(mode, "mode"));
        }
        if (inModes.isEmpty()) {
            inModes.add(RunLoopMode.COMMON);
        }
        return new RunLoopExecutor(loop, List.copyOf(inModes), null);
    }
}

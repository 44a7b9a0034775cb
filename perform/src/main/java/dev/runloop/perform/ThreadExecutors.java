package dev.runloop.perform;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The executors of threads: one for each thread and set of modes, until it is shut down. The loop holds the executor, and this
 * class holds neither.
 *
 * <p>Thread-safe: everything happens under one lock.
 */
final class ThreadExecutors {
    private static final Map<RunLoop, Map<Set<RunLoopMode>, WeakReference<RunLoopExecutor>>> OF_LOOPS =
            new WeakHashMap<>();

    private ThreadExecutors() {}

    static synchronized RunLoopExecutor of(RunLoop loop, Set<RunLoopMode> modes) {
        Map<Set<RunLoopMode>, WeakReference<RunLoopExecutor>> ofLoop =
                OF_LOOPS.computeIfAbsent(loop, key -> new HashMap<>());
        RunLoopExecutor present = present(ofLoop.get(modes));
        if (present != null) {
            return present;
        }
        ofLoop.values().removeIf(each -> present(each) == null);
        RunLoopExecutor made = RunLoopExecutors.on(loop, modes.toArray(new RunLoopMode[0]));
        ofLoop.put(modes, new WeakReference<>(made));
        return made;
    }

    private static @Nullable RunLoopExecutor present(@Nullable WeakReference<RunLoopExecutor> reference) {
        RunLoopExecutor executor = reference == null ? null : reference.get();
        return executor == null || executor.isShutdown() ? null : executor;
    }
}

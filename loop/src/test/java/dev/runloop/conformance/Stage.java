package dev.runloop.conformance;

import dev.runloop.LoopOnClock;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopItem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What has names in a case, seen from all its threads. Thread-safe. */
final class Stage {
    private final Map<String, RunLoopItem> items = new ConcurrentHashMap<>();
    private final Map<String, RunLoop> loops = new ConcurrentHashMap<>();
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final CaseThreads caseThreads;
    private final ScenarioTime time;

    Stage(CaseThreads caseThreads, ScenarioTime time) {
        this.caseThreads = caseThreads;
        this.time = time;
    }

    /** The name means this item from now on. */
    void define(String name, RunLoopItem item) {
        items.put(name, item);
    }

    RunLoopItem item(String name) {
        return known(items.get(name), name);
    }

    /** The item of this name, which must be of this kind. */
    <T extends RunLoopItem> T item(String name, Class<T> kind) {
        RunLoopItem item = item(name);
        if (!kind.isInstance(item)) {
            throw new ReplayException(name + " is not a " + kind.getSimpleName() + " but " + item);
        }
        return kind.cast(item);
    }

    /** Makes the loop of a thread. */
    RunLoop makeLoop(String name, Thread thread) {
        RunLoop loop = LoopOnClock.create(thread, time.clock());
        loop.setExceptionHandler((_, exception) -> {
            caseThreads.failed(exception);
            loop.stop();
        });
        loops.put(name, loop);
        return loop;
    }

    RunLoop loop(String name) {
        return known(loops.get(name), name);
    }

    /** The loop of the calling thread. */
    RunLoop ownLoop() {
        return loops.values().stream()
                .filter(RunLoop::isCurrent)
                .findAny()
                .orElseThrow(() -> new ReplayException("this thread has no loop: " + Thread.currentThread()));
    }

    /** The name means this thread from now on. */
    void name(String name, Thread thread) {
        threads.put(name, thread);
    }

    Thread thread(String name) {
        return known(threads.get(name), name);
    }

    private static <T> T known(@Nullable T found, String name) {
        if (found == null) {
            throw new ReplayException("nothing of this kind is called " + name);
        }
        return found;
    }
}

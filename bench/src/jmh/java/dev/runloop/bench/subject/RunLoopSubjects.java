package dev.runloop.bench.subject;

import dev.runloop.RunLoopThread;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.perform.Perform;
import java.util.List;

/** Ours: the executor of a loop on each kind of thread, and performs. */
final class RunLoopSubjects {
    private RunLoopSubjects() {}

    static List<Subject> all() {
        return List.of(
                ExecutorSubject.ours(
                        "Runloop on a platform thread", Kind.PLATFORM, () -> RunLoopExecutors.newPlatformLoop("loop")),
                ExecutorSubject.ours(
                        "Runloop on a virtual thread", Kind.VIRTUAL, () -> RunLoopExecutors.newVirtualLoop("loop")),
                new Performs());
    }

    /** {@link Perform#onThread}, as an executor. */
    private record Performs() implements Subject {
        @Override
        public String name() {
            return "Runloop perform on a thread";
        }

        @Override
        public boolean ours() {
            return true;
        }

        @Override
        public Actor open() {
            RunLoopThread thread = RunLoopThread.ofPlatform().name("loop").start();
            return new Actor(Perform.executor(thread.thread()), null, thread::close);
        }
    }
}

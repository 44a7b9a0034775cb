package dev.runloop.perform;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A wait for a perform could never have ended: its thread waits, perhaps by way of others, for a perform of the thread
 * that would have waited. The message shows the cycle by the names of the threads. What the call
 * that throws this was to perform does not run, unless it has begun. The others of the cycle can go on.
 */
public final class DeadlockException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final transient List<Thread> threads;

    DeadlockException(List<Thread> threads) {
        super("waiting would never end: " + inWords(threads)
                + "; perform without waiting, or serve a mode while waiting");
        this.threads = List.copyOf(threads);
    }

    /** {@return the threads of the cycle: each waits for the next, the last for the first} */
    public List<Thread> threads() {
        return threads == null ? List.of() : threads; // null once it has been serialised
    }

    private static String inWords(List<Thread> threads) {
        return threads.stream().map(DeadlockException::name).collect(Collectors.joining(" waits for ")) + " waits for "
                + name(threads.getFirst());
    }

    private static String name(Thread thread) {
        return "\"" + thread.getName() + "\" (#" + thread.threadId() + ")";
    }
}

package dev.runloop.perform;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown instead of waiting for a perform when the wait could never end: the thread that would run the perform is itself
 * waiting, directly or through other threads, for a perform on the calling thread. The message names the threads of the cycle.
 * The perform does not run unless it has begun. The other threads of the cycle can carry on.
 */
public final class DeadlockException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final transient List<Thread> threads;

    DeadlockException(List<Thread> threads) {
        super("waiting would never end: " + inWords(threads)
                + "; perform without waiting, or serve a mode while waiting");
        this.threads = List.copyOf(threads);
    }

    /** {@return the threads of the cycle: each waits for the next, and the last for the first} */
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

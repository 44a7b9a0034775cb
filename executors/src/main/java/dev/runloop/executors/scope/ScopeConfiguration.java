package dev.runloop.executors.scope;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoopMode;
import dev.runloop.internal.LibraryThreads;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a {@link RunLoopScope}: that of a {@code StructuredTaskScope}, and the mode. Immutable; each method
 * returns a new configuration.
 */
public final class ScopeConfiguration {
    static final ScopeConfiguration DEFAULT = new ScopeConfiguration(
            RunLoopMode.DEFAULT, task -> LibraryThreads.requestedVirtual().unstarted(task), null, null);

    private final RunLoopMode mode;
    private final ThreadFactory threadFactory;
    private final @Nullable String name;
    private final @Nullable Duration timeout;

    private ScopeConfiguration(
            RunLoopMode mode, ThreadFactory threadFactory, @Nullable String name, @Nullable Duration timeout) {
        this.mode = mode;
        this.threadFactory = threadFactory;
        this.name = name;
        this.timeout = timeout;
    }

    /**
     * {@return a configuration with a mode, in which the loop runs during the join} By default it is the default mode.
     *
     * @param mode the mode
     * @throws IllegalArgumentException if it is {@link RunLoopMode#COMMON}, in which no loop can run
     */
    public ScopeConfiguration withMode(RunLoopMode mode) {
        if (requireNonNull(mode, "mode").equals(RunLoopMode.COMMON)) {
            throw new IllegalArgumentException(
                    "mode stands for the common modes, and no loop can be run in it: " + mode);
        }
        return new ScopeConfiguration(mode, threadFactory, name, timeout);
    }

    /**
     * {@return a configuration with a factory of the subtasks' threads} By default they are virtual threads. With {@link
     * dev.runloop.executors.confined.ConfinedThreads} of the loop itself the subtasks run between its callbacks.
     *
     * @param threadFactory the factory
     */
    public ScopeConfiguration withThreadFactory(ThreadFactory threadFactory) {
        return new ScopeConfiguration(mode, requireNonNull(threadFactory, "threadFactory"), name, timeout);
    }

    /**
     * {@return a configuration with a name, for monitoring}
     *
     * @param name the name
     */
    public ScopeConfiguration withName(String name) {
        return new ScopeConfiguration(mode, threadFactory, requireNonNull(name, "name"), timeout);
    }

    /**
     * {@return a configuration with a timeout, after which the scope is cancelled unless it has been joined} The timeout starts
     * when the scope is opened, and follows the system clock, whatever clock the loop has.
     *
     * @param timeout the timeout
     */
    public ScopeConfiguration withTimeout(Duration timeout) {
        return new ScopeConfiguration(mode, threadFactory, name, requireNonNull(timeout, "timeout"));
    }

    RunLoopMode mode() {
        return mode;
    }

    ThreadFactory threadFactory() {
        return threadFactory;
    }

    @Nullable
    String name() {
        return name;
    }

    @Nullable
    Duration timeout() {
        return timeout;
    }
}

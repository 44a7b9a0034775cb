package dev.runloop.bench.subject;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One running subject: a single thread of execution that takes tasks.
 *
 * <p>The measures call the executor itself and no wrapper around it, so every subject pays exactly one interface call
 * for a hand-over.
 *
 * @param executor takes tasks from any thread and runs them one after the other
 * @param timers the same thing as a scheduler, or {@code null} when it cannot schedule
 * @param closing ends the actor and returns when its thread has ended
 */
public record Actor(Executor executor, @Nullable ScheduledExecutorService timers, Runnable closing)
        implements AutoCloseable {
    /** Runs tasks on the calling thread; a placeholder until a benchmark opens one. */
    public static final Actor NONE = new Actor(Runnable::run, null, () -> {});

    /** An actor of an executor service, which can schedule if its class can. */
    public static Actor of(ExecutorService service, Runnable closing) {
        return new Actor(service, service instanceof ScheduledExecutorService timers ? timers : null, closing);
    }

    /**
     * The same thing as a scheduler.
     *
     * @throws IllegalStateException if it cannot schedule
     */
    public ScheduledExecutorService requireTimers() {
        if (timers == null) {
            throw new IllegalStateException(executor + " cannot schedule, so it has no place in this measure");
        }
        return timers;
    }

    @Override
    public void close() {
        closing.run();
    }
}

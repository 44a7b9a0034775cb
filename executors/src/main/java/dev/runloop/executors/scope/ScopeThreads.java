package dev.runloop.executors.scope;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.executors.confined.ConfinedThreads;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a scope's subtasks: links each {@link ForkedTask} to the subtask and the thread that the JDK's scope creates
 * for it, and knows which of the threads are confined to the owner's loop. Belongs to the owner.
 *
 * <p>A factory of the user may do something before, after or in place of the body it is given. A confined thread is
 * recognized by its scheduler, not by its factory, which may be wrapped.
 */
final class ScopeThreads implements ThreadFactory {
    private final RunLoop loop;
    private final ScopeConfiguration configuration;
    private final boolean trustsFactory; // its threads run the body and do nothing else
    private final Set<ConfinedThreads> confined =
            new LinkedHashSet<>(); // the factories of threads that this loop carries
    private @Nullable ForkedTask<?> forking; // the one that the scope is being given

    ScopeThreads(RunLoop loop, ScopeConfiguration configuration) {
        this.loop = loop;
        this.configuration = configuration;
        ThreadFactory factory = configuration.threadFactory();
        this.trustsFactory =
                factory instanceof ConfinedThreads || factory.getClass().getModule() == Thread.class.getModule();
        if (factory instanceof ConfinedThreads threads && threads.loop() == loop) {
            requireSameMode(threads);
        }
    }

    private void requireSameMode(ConfinedThreads threads) {
        if (!threads.runIn(configuration.mode())) {
            throw new IllegalArgumentException(
                    "threadFactory makes threads that do not run in the mode in which the scope is joined, "
                            + configuration.mode() + ": " + threads);
        }
    }

    /** Forks a subtask in a scope whose factory is this. */
    <T, U extends T> Subtask<U> fork(StructuredTaskScope<T, ?> scope, ForkedTask<U> fork) {
        ForkedTask<?> outer = forking; // of a joiner that forks in its onFork
        forking = fork;
        boolean isAccepted = false;
        try {
            Subtask<U> subtask = scope.fork((Callable<U>) fork);
            isAccepted = true;
            return subtask;
        } finally {
            forking = outer;
            fork.isForked(isAccepted);
        }
    }

    /** The scope has a subtask, and may create a thread for it next. */
    void onFork(Subtask<?> subtask) {
        if (forking != null) {
            forking.isForkedAs(subtask);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // a factory may return no thread, which the scope reports
    public Thread newThread(Runnable body) {
        ForkedTask<?> fork = requireNonNull(forking, "forking");
        Thread thread = configuration.threadFactory().newThread(fork.withBody(body));
        if (thread != null) {
            noteWhoCarries(thread);
            fork.hasThread(thread, trustsFactory);
        }
        return thread;
    }

    private void noteWhoCarries(Thread thread) {
        ConfinedThreads threads =
                configuration.threadFactory() instanceof ConfinedThreads given ? given : ConfinedThreads.of(thread);
        if (threads != null && threads.loop() == loop) {
            requireSameMode(threads);
            confined.add(threads);
        }
    }

    /** Where the loop cannot run: carries the threads that are confined to it until a condition holds, if there are any. */
    void carryUntil(BooleanSupplier done) {
        if (!confined.isEmpty()) {
            ConfinedThreads.carryUntil(confined, done);
        }
    }
}

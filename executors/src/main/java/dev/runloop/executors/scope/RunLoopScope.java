package dev.runloop.executors.scope;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopWait;
import dev.runloop.executors.confined.ConfinedThreads;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StructuredTaskScope} owned by the thread of a loop. While it joins, the loop goes on in a mode.
 *
 * <pre>{@code
 * try (var scope = RunLoopScope.open(Joiner.<Page>awaitAll())) {
 *     for (URI uri : uris) {
 *         scope.fork(() -> load(uri), outcome -> view.show(uri, outcome)); // on the loop, as they come
 *     }
 *     scope.join(); // timers fire, input is handled
 * }
 * }</pre>
 *
 * <p>Subtasks run on virtual threads or on those of a {@linkplain ScopeConfiguration#withThreadFactory factory}, which may be
 * {@linkplain ConfinedThreads confined} to the loop itself. Joiners, inherited scoped values, nested scopes and exceptions are
 * those of {@code StructuredTaskScope}. The differences:
 * <ul>
 * <li>{@link #join} serves the loop. It also waits for subtasks that callbacks fork in this scope meanwhile.
 * <li>{@link #close} serves the loop too while it waits for subtasks left behind by a cancelled scope.
 * <li>Outcomes can be delivered on the loop as they come.
 * <li>{@link #cancel} may be called by any thread, for instance in a callback of the loop.
 * <li>If the loop is stopped during the join, the scope is cancelled. However {@code join} and {@code close} end, they leave
 *     no subtask behind.
 * <li>An interrupt of the owner does not end a join that has begun; {@code cancel} does.
 * </ul>
 *
 * <p>All methods except {@link #cancel} and {@link #isCancelled} belong to the thread that opened the scope. Actions of that
 * thread before a fork happen-before those of the subtask; actions of a subtask happen-before the delivery of its outcome,
 * and before the return of the {@code join} that waits for it.
 *
 * @param <T> the type of the results of subtasks
 * @param <R> the type of the result of the scope
 */
public final class RunLoopScope<T, R> implements AutoCloseable {
    /** How far the owner has come. */
    private enum Phase {
        OPEN,
        JOINING,
        JOINED,
        CLOSED
    }

    private final RunLoop loop = RunLoop.current();
    private final ScopeConfiguration configuration;
    private final LiveWait wait;
    private final DelegatingJoiner<T, R> joiner;
    private final StructuredTaskScope<T, R> scope;
    private final ScopeProgress progress;
    private final ScopeThreads threads;
    private final @Nullable RunLoopScope<?, ?> outer = OpenScopes.innermost();
    private final @Nullable TimeoutWatch timeoutWatch;
    private Phase phase = Phase.OPEN;
    private boolean hasForked;
    private volatile boolean cancelRequested;

    private RunLoopScope(Joiner<? super T, ? extends R> joiner, ScopeConfiguration configuration) {
        this.configuration = configuration;
        this.threads = new ScopeThreads(loop, configuration);
        this.wait = new LiveWait(loop, configuration.mode());
        this.joiner = new DelegatingJoiner<T, R>(joiner, threads::onFork);
        this.scope = StructuredTaskScope.open(this.joiner, this::configure);
        this.progress = new ScopeProgress(scope::isCancelled);
        Duration timeout = configuration.timeout();
        this.timeoutWatch = timeout == null ? null : TimeoutWatch.start(timeout, scope::isCancelled, wait::lookAgain);
    }

    private StructuredTaskScope.Configuration configure(StructuredTaskScope.Configuration base) {
        StructuredTaskScope.Configuration configured = base.withThreadFactory(threads);
        String name = configuration.name();
        Duration timeout = configuration.timeout();
        configured = name == null ? configured : configured.withName(name);
        return timeout == null ? configured : configured.withTimeout(timeout);
    }

    /**
     * Opens a scope on the current thread, whose loop runs in the default mode during the join. Subtasks run on virtual
     * threads.
     *
     * @param joiner decides when the scope is cancelled and what its result is; a new one for each scope
     * @param <T> the type of the results of subtasks
     * @param <R> the type of the result of the scope
     * @return the scope
     */
    public static <T, R> RunLoopScope<T, R> open(Joiner<? super T, ? extends R> joiner) {
        return open(joiner, UnaryOperator.identity());
    }

    /**
     * Opens a scope on the current thread.
     *
     * @param joiner decides when the scope is cancelled and what its result is; a new one for each scope
     * @param configure is given the default configuration and returns the one to use
     * @param <T> the type of the results of subtasks
     * @param <R> the type of the result of the scope
     * @return the scope
     * @throws IllegalArgumentException if the threads of the factory are confined to this loop but do not run in the mode of
     *     the join
     */
    public static <T, R> RunLoopScope<T, R> open(
            Joiner<? super T, ? extends R> joiner, UnaryOperator<ScopeConfiguration> configure) {
        requireNonNull(joiner, "joiner");
        requireNonNull(configure, "configure");
        ScopeConfiguration chosen = configure.apply(ScopeConfiguration.DEFAULT);
        var scope = new RunLoopScope<T, R>(joiner, requireNonNull(chosen, "configure has answered null"));
        OpenScopes.opened(scope);
        return scope;
    }

    // ---- forking ----

    /**
     * Starts a thread for a subtask, unless the scope is cancelled. Like {@link StructuredTaskScope#fork(Callable)}.
     *
     * @param task the subtask
     * @param <U> the type of its result
     * @return the subtask
     * @throws WrongThreadException if this is not the thread that opened the scope
     * @throws IllegalStateException if the scope has been joined or closed
     * @throws java.util.concurrent.RejectedExecutionException if the thread factory returns no thread, or the loop to which
     *     its threads are confined has ended
     */
    public <U extends T> Subtask<U> fork(Callable<? extends U> task) {
        return forkFor(requireNonNull(task, "task"), null);
    }

    /**
     * Like {@link #fork(Callable)}, for a subtask without a result.
     *
     * @param task the subtask
     * @param <U> any type
     * @return the subtask, whose result is null
     */
    @SuppressWarnings("NullAway") // the type of a result that is always null is the caller's
    public <U extends T> Subtask<U> fork(Runnable task) {
        requireNonNull(task, "task");
        return forkFor(
                () -> {
                    task.run();
                    return null;
                },
                null);
    }

    /**
     * Like {@link #fork(Callable)}, and delivers the outcome on the loop as soon as it is known: in the mode of the join,
     * during the join or close of this scope or an inner one, and before the join returns. Outcomes are delivered in the
     * order of completion. A subtask that completes after the scope was cancelled has no outcome.
     *
     * @param task the subtask
     * @param receiver is given the outcome on the thread of the loop; what it throws goes to the loop's exception handler
     * @param <U> the type of its result
     * @return the subtask
     */
    public <U extends T> Subtask<U> fork(Callable<? extends U> task, Consumer<? super Outcome<U>> receiver) {
        return forkFor(requireNonNull(task, "task"), requireNonNull(receiver, "receiver"));
    }

    private <U extends T> Subtask<U> forkFor(
            Callable<? extends U> task, @Nullable Consumer<? super Outcome<U>> receiver) {
        requireOwner("fork");
        if (cancelRequested) {
            joiner.giveUp();
        }
        hasForked = true;
        return threads.fork(scope, new ForkedTask<U>(task, receiver, progress, wait));
    }

    // ---- joining ----

    /**
     * Serves the loop until all subtasks have completed or the scope is cancelled, and all outcomes have been delivered. Like
     * {@link StructuredTaskScope#join()}.
     *
     * @return the result of the joiner
     * @throws InterruptedException if the thread is interrupted on entry; the scope is cancelled then. As in all waits of a
     *     loop, a later interrupt does not end the join and is restored afterwards
     * @throws CancellationException if {@link #cancel} was called or the loop was stopped; the scope is cancelled then
     * @throws StructuredTaskScope.FailedException if the result of the joiner is an exception
     * @throws StructuredTaskScope.TimeoutException if the timeout of the scope has expired
     * @throws WrongThreadException if this is not the thread that opened the scope
     * @throws IllegalStateException if the scope has been joined or closed, or is being joined
     */
    public R join() throws InterruptedException {
        requireOwner("join");
        if (phase != Phase.OPEN) {
            throw new IllegalStateException("the scope is " + phase + " and cannot be joined: " + this);
        }
        phase = Phase.JOINING;
        boolean over = false;
        try {
            awaitOver();
            over = true;
        } finally {
            if (!over) {
                giveUp();
            }
            phase = Phase.JOINED;
        }
        return result();
    }

    private void awaitOver() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        RunLoopWait.Result end = wait.until(() -> cancelRequested || progress.isOver());
        if (cancelRequested) {
            throw new CancellationException("the scope was cancelled: " + this);
        }
        if (end != RunLoopWait.Result.DONE) {
            throw new CancellationException("the loop was stopped while it joined: " + this);
        }
    }

    /** Waits only for what threads do at their very end, so an interrupt is left for later. */
    private R result() throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            return scope.join();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Cancels the scope without waiting for its threads, and completes its join. */
    private void giveUp() {
        cancelHere();
        threads.carryUntil(progress::isOver); // the thread that has cancelled the scope may have to be carried first
        try {
            scope.join(); // does not wait, as the scope is cancelled
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StructuredTaskScope.TimeoutException e) {
            // this join has already failed for another reason
        }
    }

    private void cancelHere() {
        joiner.giveUp();
        scope.fork(() -> null);
    }

    /**
     * Cancels the scope: the threads of its subtasks are interrupted, no more are started, and the join throws a {@link
     * CancellationException}. Takes effect as soon as the owner joins, forks or closes. May be called by any thread; does
     * nothing once the scope has been joined.
     */
    public void cancel() {
        cancelRequested = true;
        wait.lookAgain();
    }

    /** {@return whether the scope is cancelled or about to be} May be called by any thread. */
    public boolean isCancelled() {
        return cancelRequested || scope.isCancelled();
    }

    // ---- the end ----

    /**
     * Cancels the scope unless it has been joined, and serves the loop until its last thread has ended. If the loop is being
     * stopped and so cannot be served, this waits all the same. Like {@link StructuredTaskScope#close()}.
     *
     * @throws WrongThreadException if this is not the thread that opened the scope
     * @throws IllegalStateException if subtasks were forked but not joined, in which case the scope is closed all the same; or
     *     if this scope or one within it is being joined or closed
     */
    @Override
    public void close() {
        requireOwner("close");
        if (phase == Phase.CLOSED) {
            return;
        }
        if (phase == Phase.JOINING) {
            throw new IllegalStateException("the scope is being joined, and cannot be closed by a callback: " + this);
        }
        requireNoInnerWait();
        Phase before = phase;
        phase = Phase.CLOSED;
        try {
            endInnerScopes();
        } finally {
            try {
                endThreads(before);
            } finally {
                forget();
                scope.close();
            }
        }
    }

    /** In a callback of an inner scope's wait, which is further out on the stack and could never return to its scope. */
    private void requireNoInnerWait() {
        for (RunLoopScope<?, ?> inner : OpenScopes.within(this)) {
            if (inner.phase == Phase.JOINING || inner.phase == Phase.CLOSED) {
                throw new IllegalStateException(
                        "a scope within it is being joined or closed: " + inner + " in " + this);
            }
        }
    }

    /** The JDK's close of this scope would close the inner ones too, and wait for their threads without carrying them. */
    private void endInnerScopes() {
        OpenScopes.within(this).forEach(inner -> inner.endThreads(inner.phase));
    }

    @Nullable
    RunLoopScope<?, ?> outer() {
        return outer;
    }

    private void endThreads(Phase before) {
        if (before != Phase.JOINED && before != Phase.CLOSED && hasForked) {
            cancelHere();
        }
        awaitThreads();
    }

    private void forget() {
        if (timeoutWatch != null) {
            timeoutWatch.stop();
        }
        wait.close();
        OpenScopes.closed(this);
    }

    private void awaitThreads() {
        BooleanSupplier haveEnded = () -> !progress.isUnderWay();
        try {
            RunLoopWait.Result end;
            do { // stopping the run does not end the wait for threads that are left
                end = wait.until(haveEnded);
            } while (end == RunLoopWait.Result.STOPPED);
        } finally {
            if (progress.isUnderWay()) {
                threads.carryUntil(haveEnded);
            }
        }
    }

    private void requireOwner(String operation) {
        if (!loop.isCurrent()) {
            throw new WrongThreadException(operation + " belongs to the thread that has opened the scope, \""
                    + loop.thread().getName() + "\", and was called on \""
                    + Thread.currentThread().getName() + "\"");
        }
    }

    /** {@return the name of the scope, the loop and the mode} */
    @Override
    public String toString() {
        return "RunLoopScope[" + scope + ", " + loop.thread().getName() + ", " + configuration.mode() + "]";
    }
}

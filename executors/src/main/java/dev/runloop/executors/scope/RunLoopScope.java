package dev.runloop.executors.scope;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopWait;
import dev.runloop.executors.confined.ConfinedThreads;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.StructuredTaskScope.Subtask;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A {@link StructuredTaskScope} whose owner is the thread of a loop: while it joins, the loop goes on in a mode.
 *
 * <pre>{@code
 * try (var scope = RunLoopScope.open(Joiner.<Page>awaitAll())) {
 *     for (URI uri : uris) {
 *         scope.fork(() -> load(uri), outcome -> view.show(uri, outcome)); // shown on the loop, as they come
 *     }
 *     scope.join(); // timers fire, input is handled
 * }
 * }</pre>
 *
 * <p>Subtasks run on virtual threads, or on those of the {@linkplain ScopeConfiguration#withThreadFactory factory} that was
 * chosen, which may be {@linkplain ConfinedThreads confined} to the loop itself. Joiners, the scoped values that subtasks
 * inherit, nested scopes and what is thrown are those of {@code StructuredTaskScope}. What differs:
 * <ul>
 * <li>{@link #join} serves the loop. What its callbacks fork in this scope meanwhile is waited for as well.
 * <li>{@link #close} does so too while it waits for subtasks that a cancelled scope has left behind.
 * <li>Outcomes can be delivered on the loop as they come.
 * <li>{@link #cancel} may be called by anyone, such as a callback of the loop.
 * <li>If the loop is stopped during the join, the scope is cancelled. No way out of {@code join} and {@code close} leaves
 *     a subtask behind.
 * <li>An interrupt of the owner does not end a join that has begun; {@code cancel} does.
 * </ul>
 *
 * <p>All methods but {@link #cancel} and {@link #isCancelled} belong to the thread that has opened the scope. Actions of
 * that thread before a fork happen-before those of the subtask; actions of a subtask happen-before the delivery of its
 * outcome, and before the return of the {@code join} that has waited for it.
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

    /** The scope that its thread has opened last and not closed. */
    private static final ThreadLocal<@Nullable RunLoopScope<?, ?>> INNERMOST = new ThreadLocal<>();

    private final RunLoop loop = RunLoop.current();
    private final ScopeConfiguration configuration;
    private final LiveWait wait;
    private final DelegatingJoiner<T, R> joiner;
    private final StructuredTaskScope<T, R> scope;
    private final ScopeProgress progress;
    private final boolean trustsFactory; // its threads run what they are given, and do nothing else
    private final Set<ConfinedThreads> confined = new LinkedHashSet<>(); // those of the subtasks that this loop carries
    private final @Nullable RunLoopScope<?, ?> outer = INNERMOST.get();
    private final @Nullable TimeoutWatch timeoutWatch;
    private Phase phase = Phase.OPEN;
    private boolean hasForked;
    private @Nullable ForkedTask<?> forking; // which the scope is just being given
    private volatile boolean cancelRequested;

    private RunLoopScope(Joiner<? super T, ? extends R> joiner, ScopeConfiguration configuration) {
        this.configuration = configuration;
        this.trustsFactory = isTrusted(configuration.threadFactory());
        requireSameMode(configuration);
        this.wait = new LiveWait(loop, configuration.mode());
        this.joiner = new DelegatingJoiner<T, R>(joiner, this::onFork);
        this.scope = StructuredTaskScope.open(this.joiner, this::configure);
        this.progress = new ScopeProgress(scope::isCancelled);
        Duration timeout = configuration.timeout();
        this.timeoutWatch = timeout == null ? null : TimeoutWatch.start(timeout, scope::isCancelled, wait::lookAgain);
    }

    private void requireSameMode(ScopeConfiguration configuration) {
        if (configuration.threadFactory() instanceof ConfinedThreads threads) {
            requireSameMode(threads);
        }
    }

    private void requireSameMode(ConfinedThreads threads) {
        if (threads.loop() == loop && !threads.runIn(configuration.mode())) {
            throw new IllegalArgumentException(
                    "threadFactory makes threads that do not run in the mode in which the scope is joined, "
                            + configuration.mode() + ": " + threads);
        }
    }

    private static boolean isTrusted(ThreadFactory factory) {
        return factory instanceof ConfinedThreads || factory.getClass().getModule() == Thread.class.getModule();
    }

    private StructuredTaskScope.Configuration configure(StructuredTaskScope.Configuration base) {
        StructuredTaskScope.Configuration configured = base.withThreadFactory(this::newThread);
        String name = configuration.name();
        Duration timeout = configuration.timeout();
        configured = name == null ? configured : configured.withName(name);
        return timeout == null ? configured : configured.withTimeout(timeout);
    }

    /**
     * Opens a scope on this thread, whose loop is run in the default mode in the join. Subtasks run on virtual threads.
     *
     * @param joiner decides when the scope is cancelled and what comes of it; a new one for each scope
     * @param <T> the type of the results of subtasks
     * @param <R> the type of the result of the scope
     * @return the scope
     */
    public static <T, R> RunLoopScope<T, R> open(Joiner<? super T, ? extends R> joiner) {
        return open(joiner, UnaryOperator.identity());
    }

    /**
     * Opens a scope on this thread.
     *
     * @param joiner decides when the scope is cancelled and what comes of it; a new one for each scope
     * @param configure is given the default configuration and answers the one to use
     * @param <T> the type of the results of subtasks
     * @param <R> the type of the result of the scope
     * @return the scope
     * @throws IllegalArgumentException if the thread factory is one of threads confined to this loop that do not run in the
     *     mode of the join
     */
    public static <T, R> RunLoopScope<T, R> open(
            Joiner<? super T, ? extends R> joiner, UnaryOperator<ScopeConfiguration> configure) {
        requireNonNull(joiner, "joiner");
        requireNonNull(configure, "configure");
        ScopeConfiguration chosen = configure.apply(ScopeConfiguration.DEFAULT);
        var scope = new RunLoopScope<T, R>(joiner, requireNonNull(chosen, "configure has answered null"));
        INNERMOST.set(scope);
        return scope;
    }

    // ---- forking ----

    /**
     * Starts a thread for a subtask, unless the scope is cancelled. As {@link StructuredTaskScope#fork(Callable)}.
     *
     * @param task what it does
     * @param <U> the type of its result
     * @return the subtask
     * @throws WrongThreadException on another thread than that which has opened the scope
     * @throws IllegalStateException if the scope has been joined or closed
     * @throws java.util.concurrent.RejectedExecutionException if the thread factory makes no thread, or the loop to which
     *     the threads are confined has ended
     */
    public <U extends T> Subtask<U> fork(Callable<? extends U> task) {
        return forkFor(requireNonNull(task, "task"), null);
    }

    /**
     * As {@link #fork(Callable)}, for a subtask without a result.
     *
     * @param task what it does
     * @param <U> any type
     * @return the subtask, whose result will be null
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
     * As {@link #fork(Callable)}, and has the outcome delivered on the loop as soon as it is there: in the mode of the
     * join, while the join or the close of this or of an inner scope goes on, and before the join returns. Outcomes are
     * delivered in the order in which the subtasks have completed. A subtask that completes after the scope was cancelled
     * has none.
     *
     * @param task what it does
     * @param receiver is told the outcome, on the thread of the loop; what it throws goes to the loop's exception handler
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
        var fork = new ForkedTask<U>(task, receiver, progress, wait);
        ForkedTask<?> outer = forking; // of a joiner that forks when it is told of a fork
        forking = fork;
        hasForked = true;
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

    private void onFork(Subtask<? extends T> subtask) {
        if (forking != null) {
            forking.isForkedAs(subtask);
        }
    }

    @SuppressWarnings("NullAway") // to make no thread is a way to refuse, and the scope's to report
    private Thread newThread(Runnable body) {
        ForkedTask<?> fork = requireNonNull(forking, "forking");
        Thread thread = configuration.threadFactory().newThread(fork.withBody(body));
        if (thread != null) {
            noteWhoCarries(thread);
            fork.hasThread(thread, trustsFactory);
        }
        return thread;
    }

    /** By the thread, not by the factory, which may be wrapped. */
    private void noteWhoCarries(Thread thread) {
        ConfinedThreads threads =
                configuration.threadFactory() instanceof ConfinedThreads given ? given : ConfinedThreads.of(thread);
        if (threads != null && threads.loop() == loop) {
            requireSameMode(threads);
            confined.add(threads);
        }
    }

    // ---- joining ----

    /**
     * Serves the loop until the joiner is satisfied: all subtasks have completed or the scope is cancelled, and all outcomes
     * have been delivered. As {@link StructuredTaskScope#join()}.
     *
     * @return the result of the joiner
     * @throws InterruptedException if the thread comes along interrupted; the scope is cancelled then. As with all waits of
     *     a loop, an interrupt that comes later does not end the join and is seen again after it
     * @throws CancellationException if somebody has called {@link #cancel}, or has stopped the loop; the scope is cancelled
     *     then
     * @throws StructuredTaskScope.FailedException if the joiner has an exception for a result
     * @throws StructuredTaskScope.TimeoutException if the scope was opened with a timeout, which has expired
     * @throws WrongThreadException on another thread than that which has opened the scope
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

    /** Does not wait, but for what threads do at their very end; so an interrupt is left for the next caller. */
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

    /** Cancels the scope, without waiting for its threads, and has done with its join. */
    private void giveUp() {
        cancelHere();
        if (!confined
                .isEmpty()) { // the thread that has cancelled the scope may have to be carried before it can be joined
            ConfinedThreads.carryUntil(confined, progress::isOver);
        }
        try {
            scope.join(); // does not wait, as the scope is cancelled
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StructuredTaskScope.TimeoutException e) {
            // this join has failed for another reason before
        }
    }

    private void cancelHere() {
        joiner.giveUp();
        scope.fork(() -> null);
    }

    /**
     * Cancels the scope: the threads of its subtasks are interrupted, no more are started, and the join ends with a {@link
     * CancellationException}. Takes effect as soon as the owner joins, forks or closes. May be called by anyone, and does
     * nothing once the scope has been joined.
     */
    public void cancel() {
        cancelRequested = true;
        wait.lookAgain();
    }

    /** {@return whether the scope is cancelled, or about to be} May be asked by anyone. */
    public boolean isCancelled() {
        return cancelRequested || scope.isCancelled();
    }

    // ---- the end ----

    /**
     * Cancels the scope unless it has been joined, and serves the loop until the last of its threads has ended. If the loop
     * is being stopped, so that it cannot be served, this waits all the same. As {@link StructuredTaskScope#close()}.
     *
     * @throws WrongThreadException on another thread than that which has opened the scope
     * @throws IllegalStateException if it was not joined although there are subtasks, then it is closed all the same; or if
     *     it, or a scope within it, is being joined or closed
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
        requireNoneInsideToWait();
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

    /** A callback of a wait of an inner scope: that is further out on the stack, and could never return to its scope. */
    private void requireNoneInsideToWait() {
        for (RunLoopScope<?, ?> inner = INNERMOST.get(); inner != null && inner != this; inner = inner.outer) {
            if ((inner.phase == Phase.JOINING || inner.phase == Phase.CLOSED) && inner.isWithin(this)) {
                throw new IllegalStateException(
                        "a scope within it is being joined or closed: " + inner + " in " + this);
            }
        }
    }

    /** Scopes that were opened within this one and not closed: the JDK's close of this one ends them, and complains. */
    private void endInnerScopes() {
        for (RunLoopScope<?, ?> inner = INNERMOST.get(); inner != null && inner != this; inner = inner.outer) {
            if (inner.isWithin(this)) {
                inner.endThreads(inner.phase);
            }
        }
    }

    private boolean isWithin(RunLoopScope<?, ?> other) {
        RunLoopScope<?, ?> around = outer;
        while (around != null && around != other) {
            around = around.outer;
        }
        return around != null;
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
        RunLoopScope<?, ?> innermost = INNERMOST.get();
        if (innermost == this || (innermost != null && innermost.isWithin(this))) {
            if (outer == null) {
                INNERMOST.remove();
            } else {
                INNERMOST.set(outer);
            }
        }
    }

    private void awaitThreads() {
        BooleanSupplier haveEnded = () -> !progress.isUnderWay();
        try {
            RunLoopWait.Result end;
            do { // who stops a run of the loop does not end the wait for what this scope has left
                end = wait.until(haveEnded);
            } while (end == RunLoopWait.Result.STOPPED);
        } finally {
            if (!confined.isEmpty() && progress.isUnderWay()) {
                ConfinedThreads.carryUntil(confined, haveEnded);
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

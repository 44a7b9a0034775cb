package dev.runloop.executors.confined;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.executors.confined.spi.VirtualThreadScheduling;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes virtual threads that are all carried by the thread of one loop, and so run one at a time. From the first factory on
 * the <b>callbacks of the loop run on a virtual thread as well</b>, one for all of them, carried like the rest: a callback that
 * blocks gives way to confined threads, one of which may be next for the very monitor or lock that it waits for. What the loop's
 * own thread runs itself cannot give way: callbacks of the pass that is under way when the first factory is made, what its user
 * does between runs, and a {@link dev.runloop.executors.scope.RunLoopScope} that is joined there; nor can a callback with a
 * native method or a class initializer on its stack. <b>If such code waits for a monitor, a lock or a condition that confined threads wait
 * for too, it can hang</b>: the JVM may have promised it to one of them, which cannot run. A {@link
 * dev.runloop.diagnostics.StallMonitor} tells of that, with the confined threads that wait to be carried.
 *
 * <p>A confined thread may block: sleep, wait for a lock, a queue, a socket or a {@code Future}. The loop goes on
 * meanwhile, and carries others. Between two blocking points nothing else of that loop runs: no other confined thread, no
 * task, timer or callback. So what only confined threads and callbacks of the loop touch needs no lock, and all they do
 * is ordered by happens-before. That holds for callbacks too: while one blocks, be it in {@code println}, other confined
 * threads run, in whatever mode the loop is, but no other callback.
 *
 * <pre>{@code
 * ConfinedThreads threads = ConfinedThreads.on(loop);
 * threads.start(() -> {
 *     String page = executor.submit(this::load).get(); // the loop goes on meanwhile
 *     view.show(page);                                 // on the loop again
 * });
 * }</pre>
 *
 * <p><b>Order and fairness.</b> To the loop all threads together are one source. Threads are carried in the order in which
 * they became able to run. After half a millisecond the others on the loop have their turn. In modes that the threads were
 * not made for, they wait.
 *
 * <p><b>The loop</b> does not finish in their modes as long as threads are alive. When it <b>ends</b>, no thread can be started any more
 * ({@link java.util.concurrent.RejectedExecutionException}), and those alive are interrupted; threads that end upon that
 * do so on the loop's thread, as its last act. For others the {@linkplain RunLoop#setExceptionHandler exception handler} is
 * told, and they are carried to their ends, one at a time as before, by a daemon thread that takes the place of the one
 * that is gone; so those that join them need not wait for ever. On a loop of a foreign thread, whose end is noticed only when
 * the thread is gone, that is so for all of them.
 *
 * <p><b>What to know.</b>
 * <ul>
 * <li>A confined thread is not the thread of the loop: {@link Thread#currentThread()} is the virtual thread, calls that
 *     belong to the loop's thread are refused there, and it may wait for tasks of its own loop.
 * <li>A callback's {@link Thread#currentThread()} is the virtual thread of the callbacks, {@link RunLoop#thread()} while the loop
 *     is run. It inherits what virtual threads do from the thread that carries it, has thread-locals of its own, which it
 *     keeps from run to run, and does not see scoped values, monitors and locks of the thread that runs the loop. Virtual threads that
 *     callbacks make are ordinary ones; platform threads that they make are daemons, as those of any virtual thread.
 * <li>Virtual threads that a confined thread makes are confined as well, since the JDK has it so. They are no threads of
 *     this factory: they do not keep the loop from finishing, and are not interrupted at its end. Those that this library
 *     makes for it, such as the thread of a loop or the forks of a scope, are ordinary ones.
 * <li>Code that blocks in a native method or in a class initializer, and files, block the loop.
 * <li>An interrupt of the platform thread reaches a callback that blocks; one that comes while anything is carried, and does
 *     not block, is lost. Interrupt {@link RunLoop#thread()}, or the confined thread.
 * </ul>
 *
 * <p>Only the thread of a loop that is a platform thread can carry others. The JVM has to be started with {@code
 * --add-opens java.base/java.lang=dev.runloop.executors}, or {@code =ALL-UNNAMED} where this library is on the class path.
 * Thread-safe.
 */
public final class ConfinedThreads implements ThreadFactory {
    private final Carrier carrier;
    private final VirtualThreadScheduling scheduling;
    private final String name;
    private final @Nullable AtomicLong counter; // null: all have the same name
    private final UncaughtExceptionHandler handler;

    ConfinedThreads(ConfinedThreadsBuilder builder) {
        this.scheduling = Scheduling.supported();
        this.carrier =
                new Carrier(builder.loop(), LoopRider.of(builder.loop(), scheduling), builder.modes(), builder.order());
        this.name = builder.name();
        this.counter = builder.isNumbered() ? new AtomicLong(builder.firstNumber()) : null;
        UncaughtExceptionHandler given = builder.uncaughtExceptionHandler();
        this.handler = given != null ? given : carrier::report;
    }

    /** {@return whether this JVM can have confined threads, as it was started} */
    public static boolean isSupported() {
        return Scheduling.chosen().isSupported();
    }

    /**
     * {@return a factory of threads that are confined to a loop, with names after its thread}
     *
     * @param loop the loop, on a platform thread
     * @param modes those in which the threads run; the common modes if none is given
     * @throws ConfinementUnsupportedException if this JVM was not started for it; says what is missing
     * @throws IllegalArgumentException if the loop is on a virtual thread
     * @throws RunLoopEndedException if the loop has ended
     */
    public static ConfinedThreads on(RunLoop loop, RunLoopMode... modes) {
        return builder(loop).modes(modes).build();
    }

    /**
     * {@return a builder of such factories, for all that can be chosen}
     *
     * @param loop the loop, on a platform thread
     * @throws IllegalArgumentException if the loop is on a virtual thread
     */
    public static ConfinedThreadsBuilder builder(RunLoop loop) {
        return new ConfinedThreadsBuilder(loop);
    }

    /**
     * {@return the factory by whose loop a thread is carried; null if it is not confined} It may come from any copy: threads of
     * this factory, and those that they have made.
     *
     * @param thread any thread
     */
    public static @Nullable ConfinedThreads of(Thread thread) {
        return thread.isVirtual()
                        && Scheduling.isUsed()
                        && Scheduling.chosen().schedulerOf(thread) instanceof ConfinedThread confined
                ? confined.factory()
                : null;
    }

    /** {@return the loop whose thread carries the threads} */
    public RunLoop loop() {
        return carrier.loop();
    }

    /**
     * {@return whether the threads run while the loop runs in a mode}
     *
     * @param mode the mode
     */
    public boolean runIn(RunLoopMode mode) {
        requireNonNull(mode, "mode");
        return carrier.modes().contains(mode)
                || (carrier.modes().contains(RunLoopMode.COMMON)
                        && loop().commonModes().contains(mode));
    }

    /** {@return how many threads of this factory have started and not ended} */
    public int aliveCount() {
        return carrier.aliveCount();
    }

    /**
     * {@return a new confined thread, not started yet} Starting it is a {@link
     * java.util.concurrent.RejectedExecutionException} if the loop has ended.
     *
     * @param body what it does
     */
    @Override
    public Thread newThread(Runnable body) {
        var confined = new ConfinedThread(this, carrier, requireNonNull(body, "body"));
        return scheduling
                .builder(confined)
                .name(counter == null ? name : name + counter.getAndIncrement())
                .uncaughtExceptionHandler(handler)
                .unstarted(confined);
    }

    /**
     * Starts a confined thread. Actions before this call happen-before those of the thread.
     *
     * @param body what it does
     * @return the thread
     * @throws java.util.concurrent.RejectedExecutionException if the loop has ended
     */
    public Thread start(Runnable body) {
        Thread thread = newThread(body);
        thread.start();
        return thread;
    }

    /**
     * {@return an executor that starts a confined thread for each task} As {@link
     * java.util.concurrent.Executors#newThreadPerTaskExecutor}: it keeps no threads, {@code shutdownNow} interrupts its
     * tasks and hands none back. Waiting on the loop's thread for a task or for the end of the executor could never
     * succeed, and is an {@link IllegalStateException}; on confined threads it is allowed.
     *
     * <p>After the end of the loop it rejects all tasks; it terminates when it is shut down and its tasks have ended.
     */
    public ExecutorService newThreadPerTaskExecutor() {
        return new ConfinedExecutor(this, carrier);
    }

    /**
     * Carries the threads until a condition holds, in place of the loop: of the loop nothing else runs meanwhile, and the
     * mode does not matter. So the loop's thread can wait for its own confined threads where it cannot run the loop, such
     * as in one that is being stopped.
     *
     * <p>The condition is looked at after each thread that has been carried to where it blocks, and whenever somebody
     * unparks the loop's thread. An interrupt does not end the wait, and is seen again after it.
     *
     * @param done what is waited for
     * @throws WrongThreadException if this is not the thread of the loop
     * @throws RunLoopEndedException if the loop has ended
     */
    public void carryUntil(BooleanSupplier done) {
        carryUntil(List.of(this), done);
    }

    /**
     * {@link #carryUntil(BooleanSupplier)} for the threads of several factories of one loop.
     *
     * @param factories the factories, at least one
     * @param done what is waited for
     * @throws WrongThreadException if this is not the thread of the loop
     * @throws RunLoopEndedException if the loop has ended
     */
    public static void carryUntil(Collection<ConfinedThreads> factories, BooleanSupplier done) {
        requireNonNull(done, "done");
        for (ConfinedThreads factory : factories) {
            factory.requireLoopThread();
        }
        Carrier.carryUntil(factories.stream().map(factory -> factory.carrier).toList(), done);
    }

    private void requireLoopThread() {
        if (!loop().isCurrent()) {
            throw new WrongThreadException("carryUntil belongs to the thread of the loop, \""
                    + loop().thread().getName() + "\", and was called on \""
                    + Thread.currentThread().getName() + "\"");
        }
        if (carrier.hasLoopEnded()) {
            throw new RunLoopEndedException(loop().thread());
        }
    }

    @Override
    public String toString() {
        return "ConfinedThreads[" + loop().thread().getName() + ", " + carrier.modes() + ", alive = " + aliveCount()
                + "]";
    }
}

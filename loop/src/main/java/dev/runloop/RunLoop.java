package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import dev.runloop.internal.Carriage;
import dev.runloop.internal.Deadlines;
import dev.runloop.internal.EndActions;
import dev.runloop.internal.StackRoom;
import dev.runloop.internal.WakeGate;
import dev.runloop.internal.access.Carriages;
import dev.runloop.internal.access.LoopAccess;
import dev.runloop.internal.trace.Handoffs;
import dev.runloop.internal.trace.LoopCounters;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The run loop of a thread. Any thread may hand it work; the loop sleeps while there is none, and calls everything on
 * its own thread, one callback at a time.
 *
 * <p>A loop runs in a {@linkplain RunLoopMode mode} and serves the {@linkplain RunLoopSource sources},
 * {@linkplain RunLoopTimer timers}, {@linkplain RunLoopObserver observers} and blocks of that mode; those of other
 * modes wait. A callback may run the loop again, in the same mode or another. What a callback throws goes to the
 * {@linkplain #setExceptionHandler exception handler}, and the loop continues.
 *
 * <p>Only the loop's own thread may run it. Everything else may be called from any thread, and takes no locks. A change
 * made by another thread takes effect before the loop next looks at what it serves, in the order in which that thread
 * made its changes; actions of that thread before the change happen-before what the loop does because of it. The loop
 * ends with its thread: its blocks are dropped and its items are removed, still valid.
 *
 * <p>Corresponds to {@code CFRunLoop} and {@code NSRunLoop}.
 */
public final class RunLoop {
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    private static final VarHandle COMMON =
            fieldVarHandle(lookup(), "common", VarHandle.class, RunLoop.class, CommonModes.class);
    private static final VarHandle RIDES =
            fieldVarHandle(lookup(), "rides", VarHandle.class, RunLoop.class, Rides.class);

    static {
        LoopAccess.install(EngineProbe::new, loop -> loop.endActions, LoopRegistry::all);
        Carriages.open(Rides.DOOR);
    }

    private final Thread owner;
    private volatile Thread thread; // the owner, or the rider it carries; written by the owner
    private volatile @Nullable Rides rides; // null until needed
    private final RunLoopClock clock;
    private final LoopContents contents;
    private volatile @Nullable CommonModes common; // null until changed
    private final LoopCounters counters = new LoopCounters();
    private final Callouts callouts = new Callouts(counters);
    private final WakeGate gate;
    volatile @Nullable Run innermost; // written by the loop's thread
    private volatile boolean ending; // no run continues
    private volatile boolean ended;
    private final EndActions endActions = new EndActions();
    private boolean interrupted; // the loop's thread

    RunLoop(Thread thread, RunLoopClock clock) {
        this.owner = thread;
        this.thread = thread;
        this.clock = clock;
        this.contents = new LoopContents(this);
        this.gate = new WakeGate(new ParkedWait(this), contents.inbox()::isEmpty, counters);
    }

    /** {@return the loop of the calling thread, created on first use} Corresponds to {@code CFRunLoopGetCurrent}. */
    public static RunLoop current() {
        return LoopRegistry.of(Thread.currentThread());
    }

    /**
     * {@return the loop of a thread, created on first use}
     *
     * @param thread the thread
     * @throws RunLoopEndedException if the thread has ended
     * @throws IllegalArgumentException if the thread has not been started
     */
    public static RunLoop of(Thread thread) {
        return LoopRegistry.of(requireNonNull(thread, "thread"));
    }

    /**
     * {@return the loop of the main thread: the thread that has {@linkplain #declareMain() declared} itself, or else
     * the one on which the JVM called {@code main}} Corresponds to {@code CFRunLoopGetMain}.
     *
     * @throws IllegalStateException if the JVM's main thread has ended and no other has declared itself
     * @throws RunLoopEndedException if the thread that had declared itself has ended
     */
    public static RunLoop main() {
        return LoopRegistry.of(LoopRegistry.mainThread());
    }

    /**
     * Makes the calling thread the main thread from now on, for applications such as user interfaces that have a main
     * thread of their own.
     *
     * @return its loop
     */
    public static RunLoop declareMain() {
        LoopRegistry.declareMain(Thread.currentThread());
        return current();
    }

    /**
     * {@return the thread that runs this loop} It is always the same one, unless the loop has confined threads (see
     * {@code dev.runloop.executors.confined}): then the callbacks run on a virtual thread, and this method returns that
     * thread while such a run is in progress.
     */
    public Thread thread() {
        return thread;
    }

    /** {@return the clock of this loop and its timers} */
    public RunLoopClock clock() {
        return clock;
    }

    /** {@return whether this is the loop of the calling thread} */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /**
     * Runs in the default mode until the loop is {@linkplain #stop() stopped} or nothing is left in the mode that could
     * ever happen, including when another thread removes the last of it while the loop sleeps. Corresponds to
     * {@code CFRunLoopRun}.
     *
     * @throws WrongThreadException if this is not the loop of the calling thread
     */
    public void run() {
        RunLoopResult result;
        do {
            result = runInMode(RunLoopMode.DEFAULT, FOREVER, false);
        } while (result != RunLoopResult.STOPPED && result != RunLoopResult.FINISHED);
    }

    /**
     * Runs in a mode. Finishes at once if the mode is empty or is the marker of the common modes. If the last item
     * leaves while the run sleeps, a run without a limit ends, and a run with a limit sleeps on until that limit, as in
     * CFRunLoop.
     *
     * <p>The waits of the loop do not end when its thread is interrupted; the interrupt is restored when the outermost
     * run returns.
     *
     * @param mode the mode
     * @param limit how long to run; zero or less makes one pass that does not wait
     * @param returnAfterSourceHandled whether to return once a source has been handled
     * @return why the run has ended
     * @throws WrongThreadException if this is not the loop of the calling thread
     */
    public RunLoopResult runInMode(RunLoopMode mode, Duration limit, boolean returnAfterSourceHandled) {
        requireNonNull(mode, "mode");
        requireNonNull(limit, "limit");
        requireCurrent("run");
        return runInMode(mode, limit, returnAfterSourceHandled, null);
    }

    /** A run that ends when a wait is done, at the end of a pass or before it would sleep; it is Stopped then. */
    RunLoopResult runUntilDone(RunLoopWait wait, RunLoopMode mode, Duration limit) {
        return runInMode(mode, limit, false, wait);
    }

    private RunLoopResult runInMode(
            RunLoopMode mode, Duration limit, boolean returnAfterSourceHandled, @Nullable RunLoopWait wait) {
        if (mode.isCommonMarker() || ended) {
            return RunLoopResult.FINISHED;
        }
        if (contents.find(mode) == null && !isCommon(mode)) {
            return RunLoopResult.FINISHED; // without creating the mode
        }
        StackRoom.ensure(); // a pass that broke off midway would lose what it had taken out
        ModeTable table = contents.hold(mode, ModeTable.HOLD);
        try {
            contents.drainInbox();
            return contents.isEmpty(table, isCommon(mode))
                    ? RunLoopResult.FINISHED
                    : run(table, limit, returnAfterSourceHandled, wait);
        } finally {
            table.release(ModeTable.HOLD);
        }
    }

    private RunLoopResult run(
            ModeTable table, Duration limit, boolean returnAfterSourceHandled, @Nullable RunLoopWait wait) {
        Run outer = innermost;
        if (outer != null) {
            outer.willRunNested();
        }
        boolean accepting = gate.isAccepting();
        var run = new Run(this, outer, table, !limit.isPositive(), returnAfterSourceHandled, wait);
        innermost = run;
        try {
            return run.run(Deadlines.nanos(limit));
        } finally {
            leave(outer, accepting);
        }
    }

    private void leave(@Nullable Run outer, boolean accepting) {
        innermost = outer;
        restoreInterrupt();
        if (outer == null) {
            counters.endRun();
            gate.serve(); // a wake-up that no pass has served was meant for this run
        } else if (accepting) {
            gate.accept();
        }
    }

    /**
     * Ends the innermost run in progress at the end of its current pass, and wakes the loop. Does nothing if there is
     * no run. Stops are not counted: several that reach one run are one, and the runs around it continue. Corresponds
     * to {@code CFRunLoopStop}.
     */
    public void stop() {
        Run run = innermost;
        if (run != null) {
            run.stop();
            gate.wake();
        }
    }

    /**
     * Wakes the loop, so that it makes a pass. Several wake-ups before that pass count as one; a wake-up is dropped if
     * the next pass would not wait anyway. Outside of a run it does nothing and is not remembered: a run begins with a
     * pass in any case, which sees everything handed over before. Corresponds to {@code CFRunLoopWakeUp}.
     *
     * <p>While the loop is awake this costs one volatile read, or the first time one compare-and-set.
     */
    public void wakeUp() {
        gate.wake();
    }

    /**
     * {@return whether the loop is asleep, waiting for something to happen} Corresponds to {@code CFRunLoopIsWaiting}.
     */
    public boolean isWaiting() {
        return gate.isAsleep();
    }

    /**
     * {@return the mode of the innermost run in progress, if there is one} Corresponds to
     * {@code CFRunLoopCopyCurrentMode}.
     */
    public Optional<RunLoopMode> currentMode() {
        return Optional.ofNullable(innermost).map(Run::mode);
    }

    /**
     * {@return the modes that have items, waiting blocks or a run, the default mode, and some that had one recently} A
     * mode costs nothing once it is empty; only a few dozen names of empty modes are remembered. Corresponds to
     * {@code CFRunLoopCopyAllModes}, which forgets none.
     */
    public Set<RunLoopMode> modes() {
        return contents.modes();
    }

    /** {@return the modes that {@link RunLoopMode#COMMON} stands for} */
    public Set<RunLoopMode> commonModes() {
        CommonModes present = common;
        return present == null ? CommonModes.INITIAL : Set.copyOf(present.modes());
    }

    /**
     * {@return whether a mode is one of these, where {@link RunLoopMode#COMMON} stands for the common modes of this
     * loop}
     *
     * @param mode the mode
     * @param modes those it may be among
     */
    public boolean isAmong(RunLoopMode mode, Collection<RunLoopMode> modes) {
        requireNonNull(mode, "mode");
        return modes.contains(mode) || (modes.contains(RunLoopMode.COMMON) && isCommon(mode));
    }

    boolean isCommon(RunLoopMode mode) {
        CommonModes present = common;
        return (present == null ? CommonModes.INITIAL : present.modes()).contains(mode);
    }

    /**
     * Makes a mode a common one, permanently: every item added to the common modes is put into it. Corresponds to
     * {@code CFRunLoopAddCommonMode}.
     *
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     */
    public void addCommonMode(RunLoopMode mode) {
        if (!requireNonNull(mode, "mode").isCommonMarker()) {
            common().addMode(mode);
        }
    }

    /**
     * Adds an item to a mode, or to all current and future common modes. Does nothing if the item is already there, is
     * invalid, or is a timer, observer or channel source that belongs to another loop. Adding wakes the loop only for a
     * timer due before the loop would wake up anyway, for a source of kind 1 that is ready, and for a channel.
     * Corresponds to {@code CFRunLoopAddSource}, {@code …AddTimer}, {@code …AddObserver}.
     *
     * @param item the source, timer or observer
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     * @throws IllegalArgumentException if the item is a timer with another clock than this loop's
     * @throws RunLoopEndedException if the loop's thread has ended
     */
    public void add(RunLoopItem item, RunLoopMode mode) {
        requireNonNull(item, "item");
        requireNonNull(mode, "mode");
        if (item instanceof RunLoopTimer timer && timer.clock() != clock) {
            throw new IllegalArgumentException("timer has the clock " + timer.clock() + ", the loop has " + clock
                    + "; build it with loop.clock()");
        }
        if (ended) {
            throw new RunLoopEndedException(thread);
        }
        if (mode.isCommonMarker()) {
            common().add(item);
        } else {
            item.join(this, mode);
        }
    }

    /**
     * Removes an item from a mode, or a common item from all common modes. Does nothing if the item is not there.
     * Corresponds to {@code CFRunLoopRemoveSource}, {@code …RemoveTimer}, {@code …RemoveObserver}.
     *
     * @param item the source, timer or observer
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     */
    public void remove(RunLoopItem item, RunLoopMode mode) {
        requireNonNull(item, "item");
        if (requireNonNull(mode, "mode").isCommonMarker()) {
            common().remove(item);
        } else {
            item.leave(this, mode);
        }
    }

    /**
     * {@return whether an item is in a mode, or is one of the common items} Corresponds to
     * {@code CFRunLoopContainsSource}, {@code …ContainsTimer}, {@code …ContainsObserver}.
     *
     * @param item the source, timer or observer
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     */
    public boolean contains(RunLoopItem item, RunLoopMode mode) {
        requireNonNull(item, "item");
        return requireNonNull(mode, "mode").isCommonMarker() ? commonItems().contains(item) : item.isIn(this, mode);
    }

    /**
     * {@return the date of the first timer of a mode, even if it is overdue or firing} Corresponds to
     * {@code CFRunLoopGetNextTimerFireDate}.
     *
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     * @throws WrongThreadException if this is not the loop of the calling thread
     */
    public Optional<Instant> nextTimerFireDate(RunLoopMode mode) {
        requireNonNull(mode, "mode");
        requireCurrent("nextTimerFireDate");
        contents.drainInbox();
        ModeTable table = contents.find(mode);
        return table != null && table.hasTimers()
                ? Optional.of(table.firstTimer().dateOfNextFire())
                : Optional.empty();
    }

    /**
     * Queues a block to run once in the default mode; see {@link #perform(Collection, Runnable)}.
     *
     * @param block what to run
     */
    public void perform(Runnable block) {
        perform(RunLoopMode.DEFAULT, block);
    }

    /**
     * Queues a block to run once in a mode; see {@link #perform(Collection, Runnable)}.
     *
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     * @param block what to run
     */
    public void perform(RunLoopMode mode, Runnable block) {
        perform(Set.of(requireNonNull(mode, "mode")), block);
    }

    /**
     * Queues a block to run once, on the loop's thread, in the first of these modes that the loop runs in;
     * {@link RunLoopMode#COMMON} stands for those that are common at that time. Blocks run in the order in which they
     * were queued, but a run nested in a block does not see those that the pass around it has yet to run. This does not
     * wake the loop: call {@link #wakeUp()} afterwards. Corresponds to {@code CFRunLoopPerformBlock}.
     *
     * @param modes the modes in which it may run
     * @param block what to run
     * @throws IllegalArgumentException if there are no modes
     * @throws RunLoopEndedException if the loop's thread has ended; if it ends during this call, the block may have run
     */
    public void perform(Collection<RunLoopMode> modes, Runnable block) {
        requireNonNull(block, "block");
        Set<RunLoopMode> modeSet = Set.copyOf(requireNonNull(modes, "modes"));
        if (modeSet.isEmpty()) {
            throw new IllegalArgumentException("modes is empty: the block would never run");
        }
        if (ended) {
            throw new RunLoopEndedException(thread);
        }
        StackRoom.ensure();
        enqueue(modeSet, block);
        if (ended) {
            throw new RunLoopEndedException(thread);
        }
    }

    /**
     * Sets the handler of what callbacks throw, called on the thread on which it was thrown. With null, the default, it
     * is the thread's own {@link Thread#getUncaughtExceptionHandler()}. The loop continues either way, even if the
     * handler throws: then both throwables are logged by the {@link System.Logger} {@code dev.runloop}, or printed if
     * that fails too.
     *
     * @param handler the handler, or null
     */
    public void setExceptionHandler(@Nullable UncaughtExceptionHandler handler) {
        callouts.exceptionHandler(handler);
    }

    /**
     * {@return the handler of what callbacks throw, if one was {@linkplain #setExceptionHandler set}} For code that
     * calls user code on behalf of this loop, but not from one of its callbacks. May be called from any thread.
     */
    public Optional<UncaughtExceptionHandler> exceptionHandler() {
        return Optional.ofNullable(callouts.exceptionHandler());
    }

    /**
     * {@return a snapshot of this loop: its runs, modes, sources, timers and observers} May be called from any thread,
     * and neither stops nor delays the loop.
     */
    public RunLoopDescription describe() {
        return LoopDescriber.describe(this);
    }

    /**
     * {@return what this loop has done since it was created} May be called from any thread, and neither stops nor
     * delays the loop. The numbers may lag behind by what is being done at the moment.
     */
    public RunLoopMetrics metrics() {
        return LoopDescriber.metrics(this);
    }

    @Override
    public String toString() {
        return "RunLoop[" + thread.getName() + ", " + LoopDescriber.state(this) + "]";
    }

    /** Queues a block; drops it if the loop has ended. */
    void enqueue(Set<RunLoopMode> modes, Runnable body) {
        var block = contents.newBlock(modes, body);
        Handoffs.handedOff(body);
        if (isCurrent()) {
            apply(block);
        } else if (!ended) {
            contents.inbox().offer(block);
        }
    }

    /** A change made on another thread: applied before the loop next looks at what it serves. */
    void accept(Membership membership) {
        if (!ended) {
            contents.inbox().offer(membership);
        }
    }

    /** A change made on the loop's thread: applied at once. */
    void apply(Inbox.Change change) {
        if (!ended) {
            contents.drainInbox(); // changes made before this one come first
            contents.apply(change);
        }
    }

    /**
     * An item has left. Once the inbox holds many changes that have become pointless, the loop is made to drain it if
     * it sleeps; otherwise the loop may be stuck in a callback, so this thread sifts them out.
     */
    void noteGone() {
        if (!ended && !isCurrent() && contents.inbox().noteStale()) {
            if (gate.isAsleep()) {
                gate.nudge();
            } else {
                contents.inbox().sift();
            }
        }
    }

    void requireCurrent(String operation) {
        if (!isCurrent()) {
            throw new WrongThreadException(operation + " belongs to the thread of the loop, \"" + thread.getName()
                    + "\", and was called on \"" + Thread.currentThread().getName() + "\"");
        }
    }

    /**
     * With a pending interrupt every wait would return at once and the loop would spin. So it is put aside until the
     * run has ended.
     */
    void putInterruptAside() {
        interrupted |= Thread.interrupted();
    }

    private void restoreInterrupt() {
        if (interrupted) {
            interrupted = false;
            thread.interrupt();
        }
    }

    /** Makes all runs return {@code STOPPED}, nested ones included, and keeps further ones from waiting. */
    void stopAll() {
        ending = true;
        gate.wake();
    }

    boolean isEnding() {
        return ending;
    }

    /**
     * {@return whether this loop has ended with its thread} Becomes true before the items still in it are told that
     * they have left.
     */
    public boolean hasEnded() {
        return ended;
    }

    /** The loop ends: its thread has ended, or is about to and calls this itself. */
    void end() {
        end(() -> {});
    }

    /**
     * The end consists of steps; each is taken even if one before it has failed.
     *
     * @param afterItems the step after all items have been removed, before the clock lets other threads proceed
     */
    void end(Runnable afterItems) {
        ended = true;
        callouts.attempt(() -> LoopRegistry.remove(this));
        callouts.attempt(contents::drainInbox);
        callouts.attempt(() -> onLoopThread(this::takeItemsOut));
        callouts.attempt(() -> onLoopThread(this::runEndActions));
        callouts.attempt(afterItems);
        callouts.attempt(() -> clock.ends(this));
        callouts.attempt(this::endRides);
    }

    private void onLoopThread(Runnable step) {
        if (isToRide()) {
            rides().ride(step);
        } else {
            step.run();
        }
    }

    private void runEndActions() {
        endActions.close().forEach(callouts::attempt);
    }

    private void takeItemsOut() {
        for (Membership membership : contents.close()) {
            callouts.attempt(() -> takeOut(membership));
        }
    }

    private void takeOut(Membership membership) {
        if (membership.item.depart(membership)) {
            forgetCommon(membership.item);
            membership.end();
        }
    }

    /**
     * Ends the loop of a thread that lives on, as the end of the thread would: its blocks are dropped, its items are
     * removed, and those waiting for it are told. For an application that has used threads of a container and must
     * leave nothing behind on them: {@code RunLoops.all().forEach(RunLoop::discard)}. If such a thread asks for its
     * loop later, it gets a new one. There is nothing like it in CFRunLoop, whose threads end with the program.
     *
     * <p>On a thread other than the loop's own, call this only while that thread does not use the loop. Does nothing to
     * a loop that is in a run, or that belongs to a {@link RunLoopThread}, which is to be
     * {@linkplain RunLoopThread#stop() stopped} instead.
     *
     * @return whether the loop has ended
     */
    public boolean discard() {
        if (innermost == null) {
            LoopRegistry.discard(this);
        }
        return ended;
    }

    /** The thread that this loop belongs to and ends with. */
    Thread owner() {
        return owner;
    }

    /** The loop's runs are made on this thread from now on: the owner, or its rider. */
    void runsOn(Thread thread) {
        this.thread = thread;
    }

    /** Makes the runs of this loop in the owner's place; null if the owner makes them itself. */
    @Nullable
    Carriage carriage() {
        Rides present = rides;
        return present == null ? null : present.carriage();
    }

    /** Whether the calling thread is the owner, and its rider is to do what belongs to the loop's thread. */
    boolean isToRide() {
        Rides present = rides;
        return present != null && present.isToRide();
    }

    Rides rides() {
        Rides present = rides;
        if (present == null) {
            RIDES.compareAndSet(this, null, new Rides(this));
            present = requireNonNull(rides);
        }
        return present;
    }

    private void endRides() {
        Rides present = rides;
        if (present != null) {
            present.end();
        }
    }

    /** The innermost run in progress; null if there is none. */
    @Nullable
    Run currentRun() {
        return innermost;
    }

    LoopContents contents() {
        return contents;
    }

    private CommonModes common() {
        CommonModes present = common;
        if (present == null) {
            COMMON.compareAndSet(this, null, new CommonModes(this));
            present = requireNonNull(common);
        }
        return present;
    }

    /** The items that are in all common modes; a live view. */
    Set<RunLoopItem> commonItems() {
        CommonModes present = common;
        return present == null ? Set.of() : present.items();
    }

    /** An item has become invalid. A thread that is just making it common checks that afterwards. */
    void forgetCommon(RunLoopItem item) {
        CommonModes present = common;
        if (present != null) {
            present.forget(item);
        }
    }

    Callouts callouts() {
        return callouts;
    }

    LoopCounters counters() {
        return counters;
    }

    WakeGate gate() {
        return gate;
    }
}

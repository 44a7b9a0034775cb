package dev.runloop.executors;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.internal.MessageQueues;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The command buffer of an executor: tasks come in from any thread, and the loop runs them when it performs the source
 * that stands for the buffer, or fires the timer of the delayed ones.
 *
 * <p><b>Nothing is lost at the end, and nothing is done twice.</b> A producer looks at the state before it offers a
 * task and again after. Whoever ends the buffer writes {@code CLOSING}, and only if the queue is still empty after that
 * {@code ENDED}. So if the producer's second look sees neither, the one who ends sees its task and goes back; if it
 * does see one of them, the producer looks itself, in its turn, whether its task is still there, and if so takes it
 * back and reports it as rejected. Else the task has run, or {@code shutdownNow} has handed it back.
 */
final class TaskBuffer implements Source0.Callbacks {
    static final int MOST_TASKS_AT_ONCE = 4096;
    private static final long MOST_NANOS_AT_ONCE = TimeUnit.MICROSECONDS.toNanos(500);
    private static final int TASKS_BETWEEN_CLOCK_READS = 64;

    private static final int OPEN = 0;
    private static final int SHUT = 1; // takes nothing more in, runs what it has
    private static final int STOPPED = 2; // runs nothing more
    private static final int CLOSING = 3; // about to end if nothing has come in between
    private static final int ENDED = 4;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(TaskBuffer.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final RunLoop loop;
    private final Runnable onEnd;
    private final Queue<Runnable> queue; // tasks to run now; polled in turn
    private final Queue<ScheduledTask<?>>
            arrivals; // delayed tasks to be put into the heap or out of it; polled in turn
    private final DelayedTasks delayed; // its heap is used in turn
    private final TaskTurn turn = new TaskTurn();
    private final Source0 source = Source0.create(this);
    private final Supplier<@Nullable Runnable> nextQueued = this::nextQueued;
    private final Supplier<@Nullable Runnable> nextDue;
    private final List<Runnable> late = new ArrayList<>(0); // found after the end, for their producers; used in turn
    private volatile int state = OPEN; // written in turn, but for OPEN to SHUT

    /**
     * A buffer that is served in these modes of a loop.
     *
     * @param onEnd told once, on any thread, when the last task has ended after a shutdown
     */
    TaskBuffer(RunLoop loop, List<RunLoopMode> modes, Runnable onEnd) {
        this.loop = loop;
        this.onEnd = onEnd;
        this.queue = MessageQueues.forWork(loop.thread());
        this.arrivals = MessageQueues.forNews(loop.thread());
        this.delayed = new DelayedTasks(loop, modes, source::signalAndWakeUp);
        this.nextDue = delayed::takeDue;
        modes.forEach(mode -> loop.add(source, mode));
    }

    // ---- for producers, on any thread ----

    /** Takes a task in that is to run now; false if it is rejected. */
    boolean offer(Runnable task) {
        if (state != OPEN) {
            return false;
        }
        queue.offer(task);
        return isTakenIn(task);
    }

    /** Takes a task in that waits for its date; false if it is rejected. */
    boolean offerDelayed(ScheduledTask<?> task) {
        if (state != OPEN) {
            return false;
        }
        arrivals.offer(task);
        return isTakenIn(task);
    }

    private boolean isTakenIn(Runnable task) {
        if (state >= STOPPED && takeBack(task)) {
            return false;
        }
        source.signalAndWakeUp();
        return true;
    }

    private boolean takeBack(Runnable task) {
        turn.acquire();
        try {
            if (state < STOPPED) {
                return false; // the end has been called off; the loop will find the task
            }
            drain(queue, late::add);
            drain(arrivals, late::add);
            return late.remove(task);
        } finally {
            turn.release();
        }
    }

    /** A delayed task has been cancelled: the loop is to drop it. On the loop itself it is dropped at once. */
    void forget(ScheduledTask<?> task) {
        if (loop.isCurrent()) {
            inTurn(() -> delayed.remove(task));
            endIfDone();
        } else {
            arrivals.offer(task);
            source.signalAndWakeUp();
        }
    }

    // ---- on the loop ----

    @Override
    public void perform() {
        boolean more = true; // also when a task throws: the others come in the next pass
        try {
            if (!arrivals.isEmpty()) {
                inTurn(this::sortArrivals);
            }
            boolean moreQueued = run(nextQueued);
            boolean moreDue = !delayed.isEmpty() && run(nextDue);
            more = moreQueued || moreDue;
        } finally {
            setTimer();
            endIfDone();
            if (more) {
                source.signalAndWakeUp();
            }
        }
    }

    /** A task runs the loop: what is queued behind it, or due, runs there. */
    @Override
    public void willRunNested() {
        setTimer();
        if (!isEmpty()) {
            source.signalAndWakeUp();
        }
    }

    /** Runs tasks until there is none, or others are to have their turn; answers whether there may be more. */
    private boolean run(Supplier<@Nullable Runnable> next) {
        long start = 0;
        boolean nested = turn.begin();
        try {
            for (int count = 1; count <= MOST_TASKS_AT_ONCE; count++) {
                Runnable task = state < STOPPED ? next.get() : null;
                if (task == null) {
                    return false;
                }
                runInterruptibly(task);
                if (count % TASKS_BETWEEN_CLOCK_READS == 0) {
                    long now = loop.clock().nanoTime();
                    start = count == TASKS_BETWEEN_CLOCK_READS ? now : start;
                    if (now - start > MOST_NANOS_AT_ONCE) {
                        return true;
                    }
                }
            }
            return true;
        } finally {
            turn.end(nested);
        }
    }

    /** Has the timer fire for the first of the delayed tasks. */
    private void setTimer() {
        if (delayed.isEmpty()) {
            return;
        }
        turn.acquire();
        boolean none = delayed.isEmpty();
        long first = none ? 0 : delayed.firstDeadline();
        turn.release();
        if (!none) {
            delayed.setTimer(first);
            if (state == ENDED) {
                delayed.close(); // which may have been done before there was a timer
            }
        }
    }

    private void runInterruptibly(Runnable task) {
        turn.enterTask();
        try {
            callingOutToTask(task);
        } finally {
            turn.leaveTask();
            Thread.interrupted(); // it was meant for this task
        }
    }

    private static void callingOutToTask(Runnable task) {
        task.run();
    }

    /** The next task of the queue, which holds those to run now. One with a date lets earlier dates go first. */
    private @Nullable Runnable nextQueued() {
        Runnable next = queue.poll();
        while (next instanceof ScheduledTask<?> task && !delayed.wouldBeFirst(task.deadline())) {
            sort(task);
            next = queue.poll();
        }
        return next;
    }

    private void sortArrivals() {
        drain(arrivals, this::sort);
    }

    /** A delayed task comes to be put into the heap, and once more if it is cancelled there. */
    private void sort(ScheduledTask<?> task) {
        if (task.isDone()) {
            delayed.remove(task);
        } else if (state != OPEN && task.isPeriodic()) {
            task.cancel(false);
        } else {
            delayed.add(task);
        }
    }

    /** A periodic task has run and waits for its next date. */
    void repeat(ScheduledTask<?> task) {
        inTurn(() -> sort(task));
    }

    // ---- the end, on any thread ----

    boolean isOpen() {
        return state == OPEN;
    }

    /** Takes nothing more in. What is there still runs, but for periodic tasks. */
    void shut() {
        STATE.compareAndSet(this, OPEN, SHUT);
        List<ScheduledTask<?>> periodic = new ArrayList<>();
        inTurn(() -> periodic.addAll(delayed.takePeriodic()));
        periodic.forEach(task -> task.cancel(false));
        endIfDone();
    }

    /** Runs nothing more, interrupts the task that runs, and hands back what never ran. */
    List<Runnable> stop() {
        List<Runnable> neverRan = new ArrayList<>();
        inTurn(() -> {
            // In one turn: whoever takes back a task after it finds none of those that were accepted before it.
            state = Math.max(state, STOPPED);
            drain(queue, neverRan::add);
            drain(arrivals, delayed::add);
            neverRan.addAll(delayed.takeAll());
        });
        neverRan.removeIf(task -> task instanceof Future<?> future && future.isDone());
        turn.interruptTask(loop.thread());
        endIfDone();
        return neverRan;
    }

    private static <T> void drain(Queue<T> from, Consumer<? super T> to) {
        for (T task = from.poll(); task != null; task = from.poll()) {
            to.accept(task);
        }
    }

    /** Ends the buffer if it is shut and has nothing left to run. */
    private void endIfDone() {
        if (state == OPEN || state == ENDED) {
            return;
        }
        turn.acquire();
        boolean ends;
        try {
            ends = tryToEnd();
        } finally {
            turn.release();
        }
        if (ends) {
            source.invalidate();
            delayed.close();
            loop.wakeUp(); // it may have nothing left to wait for
            onEnd.run();
        }
    }

    private boolean tryToEnd() {
        int before = state;
        boolean isDone = before == STOPPED || (before == SHUT && isEmpty() && delayed.isEmpty());
        if (!isDone || turn.isInTask()) {
            return false;
        }
        state = CLOSING;
        boolean ends = before == STOPPED || isEmpty();
        state = ends ? ENDED : before;
        return ends;
    }

    private boolean isEmpty() {
        return queue.isEmpty() && arrivals.isEmpty();
    }

    /** The source has left a mode. Unless that is the end of this buffer, it is the end of the loop. */
    @Override
    public void cancel(RunLoop from, RunLoopMode mode) {
        if (state != ENDED) {
            for (Runnable task : stop()) {
                if (task instanceof Future<?> future) {
                    future.cancel(false);
                }
            }
        }
    }

    private void inTurn(Runnable action) {
        turn.acquire();
        try {
            action.run();
        } finally {
            turn.release();
        }
    }
}

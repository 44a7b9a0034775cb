package dev.runloop;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A source that is signalled by hand: {@link #signal()} marks it, and the next pass of a loop that has it in its mode
 * performs it once, however often it was signalled. Usually a queue stands behind it (a command buffer): producers fill
 * the queue and signal, {@link Callbacks#perform()} drains it.
 *
 * <p>A signal alone wakes nobody: use {@link #signalAndWakeUp()} from other threads, or call {@link RunLoop#wakeUp()}.
 *
 * <p>Actions in a thread before a signal happen-before the {@code perform} that the signal brings about, also
 * where an earlier signal was still standing. Thread-safe. Answers to the version 0 {@code CFRunLoopSource}.
 */
public final class Source0 extends RunLoopSource {

    /**
     * What a source does. Answers to {@code CFRunLoopSourceContext}.
     */
    @FunctionalInterface
    public interface Callbacks {
        /** The signalled source is performed, on the thread of the loop that got to it first. */
        void perform();

        /**
         * The loop is about to be run again from within {@link #perform()}. A source that has more to do signals itself
         * here, so that the nested run can perform it.
         */
        default void willRunNested() {}

        /**
         * The source has been added to a mode.
         *
         * <p>Called on the thread that adds it, which need not be the loop's.
         *
         * @param loop the loop
         * @param mode the mode
         */
        default void schedule(RunLoop loop, RunLoopMode mode) {}

        /**
         * The source has left a mode: it was removed or invalidated, or the loop has ended.
         *
         * <p>Called on the thread that does this, which need not be the loop's.
         *
         * @param loop the loop
         * @param mode the mode
         */
        default void cancel(RunLoop loop, RunLoopMode mode) {}
    }

    private static final int UNMARKED = 0;
    private static final int SIGNALLED = 1;
    private static final int URGENT = 2;

    private static final VarHandle MARK;
    private static final VarHandle SIGNAL_TIME;

    static {
        try {
            var lookup = MethodHandles.lookup();
            MARK = lookup.findVarHandle(Source0.class, "mark", int.class);
            SIGNAL_TIME = lookup.findVarHandle(Source0.class, "signalTime", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Callbacks callbacks;
    private volatile int mark; // raised by anyone by CAS; cleared by the loop that performs

    @SuppressWarnings("UnusedVariable") // by its handle
    private long signalTime; // opaque; orders signals, on the JVM's clock as a source may be in loops of several

    private Source0(int order, Callbacks callbacks) {
        super(order);
        this.callbacks = callbacks;
    }

    /**
     * {@return a source of order 0}
     *
     * @param callbacks what the source does
     */
    public static Source0 create(Callbacks callbacks) {
        return create(0, callbacks);
    }

    /**
     * {@return a source that is performed before those of a higher order that are signalled in the same pass}
     *
     * @param order the order
     * @param callbacks what the source does
     */
    public static Source0 create(int order, Callbacks callbacks) {
        return new Source0(order, requireNonNull(callbacks, "callbacks"));
    }

    /**
     * Marks this source to be performed by the next pass of a loop in whose mode it is. It keeps the mark until then,
     * in whatever modes it is, unless it is invalidated. Does nothing if it is marked already, or invalid. Answers to
     * {@code CFRunLoopSourceSignal}.
     */
    public void signal() {
        if (mark == UNMARKED) {
            mark(UNMARKED, SIGNALLED);
        }
    }

    /**
     * Marks this source as {@link #signal()} does, and has the loops it is in make a pass for it: one that sleeps, or
     * is about to, in a mode with this source goes on instead.
     *
     * <p>This is more than a signal and a wake-up one after the other. A wake-up belongs to the loop, so a nested run
     * in another mode can use it up, and the run around it then sleeps on a signalled source; this call belongs to the
     * source. While the mark stands it costs one volatile read, and while the loop is awake no system call.
     */
    public void signalAndWakeUp() {
        int seen = mark;
        while (seen != URGENT && !mark(seen, URGENT)) {
            seen = mark;
        }
    }

    /** Changes the mark and tells the loops; false if the mark is no longer what it was. */
    private boolean mark(int before, int after) {
        if (!isValid()) {
            return true;
        }
        if (before == UNMARKED) {
            SIGNAL_TIME.setOpaque(this, System.nanoTime());
        }
        if (!MARK.compareAndSet(this, before, after)) {
            return false;
        }
        // Either this sees the memberships, or one that is just coming about sees the mark when its loop looks at it.
        for (Membership membership : memberships()) {
            membership.announce();
        }
        return true;
    }

    /** {@return whether this source is marked to be performed} */
    public boolean isSignalled() {
        return mark != UNMARKED && isValid();
    }

    /** Whether a loop must not sleep before it has performed this source. */
    boolean isUrgent() {
        return mark == URGENT && isValid();
    }

    /** Clears the mark, and answers whether it stood. What producers did before their signal is visible after this. */
    boolean takeSignal() {
        return isSignalled() && (int) MARK.getAndSet(this, UNMARKED) != UNMARKED;
    }

    long signalTime() {
        return (long) SIGNAL_TIME.getOpaque(this);
    }

    Callbacks callbacks() {
        return callbacks;
    }

    @Override
    void invalidated() {
        mark = UNMARKED;
    }
}

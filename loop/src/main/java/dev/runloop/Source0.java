package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.VarHandle;

/**
 * A source that is performed after somebody has {@linkplain #signal() signalled} it. The signal by itself does not wake
 * the loop: signal whatever is ready, then {@linkplain RunLoop#wakeUp() wake} the loop once; or do both by
 * {@link #signalAndWakeUp()}.
 *
 * <p>The usual pattern is a queue of commands: producers offer to the queue and signal the source, {@code perform}
 * drains the queue. What a thread did before its signal happens-before the perform that the signal brings about, also
 * where an earlier signal was still standing. Thread-safe. Corresponds to the version 0 {@code CFRunLoopSource}.
 */
public final class Source0 extends RunLoopSource {

    /** What a source of kind 0 does. Corresponds to {@code CFRunLoopSourceContext}. */
    @FunctionalInterface
    public interface Callbacks extends RunLoopSource.Callbacks {
        /** The signalled source is performed, on the thread of the loop that got to it first. */
        void perform();

        /**
         * The loop is about to be run again from within {@link #perform()}. A source that has more to do signals itself
         * here, so that the nested run can perform it.
         */
        default void willRunNested() {}
    }

    private static final VarHandle SIGNAL_TIME = fieldVarHandle(lookup(), "signalTime", VarHandle.class, Source0.class, long.class);

    private static final Callbacks GONE = () -> {};

    private volatile Callbacks callbacks; // GONE once invalid

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
     * in whatever modes it is, unless it is invalidated. Does nothing if it is marked already, or invalid. Corresponds to
     * {@code CFRunLoopSourceSignal}.
     */
    public void signal() {
        int seen = mark();
        if (seen == UNMARKED || seen == UNTOLD) {
            noteTimeOfSignal();
            mark(seen, SIGNALLED);
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
        int seen = mark();
        if (seen == URGENT) {
            return;
        }
        if (seen == UNMARKED) {
            noteTimeOfSignal();
        }
        markUrgent();
    }

    private void noteTimeOfSignal() {
        SIGNAL_TIME.setOpaque(this, System.nanoTime());
    }

    long signalTime() {
        return (long) SIGNAL_TIME.getOpaque(this);
    }

    @Override
    Callbacks callbacks() {
        return callbacks;
    }

    @Override
    void letGo() {
        callbacks = GONE;
    }

    @Override
    void perform() {
        callbacks.perform();
    }
}

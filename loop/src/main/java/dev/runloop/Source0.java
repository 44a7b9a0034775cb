package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.VarHandle;

/**
 * A source that is performed after it has been {@linkplain #signal() signalled}. The signal alone does not wake the
 * loop: signal all sources that have work, then {@linkplain RunLoop#wakeUp() wake} the loop once, or do both with
 * {@link #signalAndWakeUp()}.
 *
 * <p>The usual pattern is a command queue: producers add to the queue and signal the source, and {@code perform} drains
 * the queue. What a thread did before its signal happens-before the perform that the signal causes, even if an earlier
 * signal was still pending. Thread-safe. Corresponds to the version 0 {@code CFRunLoopSource}.
 */
public final class Source0 extends RunLoopSource {

    /** What a source of kind 0 does. Corresponds to {@code CFRunLoopSourceContext}. */
    @FunctionalInterface
    public interface Callbacks extends RunLoopSource.Callbacks {
        /** Performs the signalled source, on the thread of the first loop that gets to it. */
        void perform();

        /**
         * The loop is about to be run again from within {@link #perform()}. A source that has more to do signals itself
         * here, so that the nested run can perform it.
         */
        default void willRunNested() {}
    }

    private static final VarHandle SIGNAL_TIME =
            fieldVarHandle(lookup(), "signalTime", VarHandle.class, Source0.class, long.class);

    private static final Callbacks GONE = () -> {};

    private volatile Callbacks callbacks; // GONE once invalid

    @SuppressWarnings("UnusedVariable") // accessed by its handle
    private long signalTime; // opaque; orders signals. By the JVM's clock: loops of a source may differ in theirs

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
     * {@return a source that is performed before signalled ones of a higher order in the same pass}
     *
     * @param order the order
     * @param callbacks what the source does
     */
    public static Source0 create(int order, Callbacks callbacks) {
        return new Source0(order, requireNonNull(callbacks, "callbacks"));
    }

    /**
     * Marks this source to be performed in the next pass of a loop that has it in its mode. The mark stays until then,
     * in all modes of the source, unless the source is invalidated. Does nothing if the source is already marked, or
     * invalid. Corresponds to {@code CFRunLoopSourceSignal}.
     */
    public void signal() {
        int seen = mark();
        if (seen == UNMARKED || seen == UNTOLD) {
            noteTimeOfSignal();
            mark(seen, SIGNALLED);
        }
    }

    /**
     * Marks this source as {@link #signal()} does, and has the loops it is in make a pass for it: a loop that sleeps in
     * a mode with this source, or is about to, goes on instead.
     *
     * <p>This is more than a signal followed by a wake-up. A wake-up belongs to the loop, so a nested run in another
     * mode can consume it, and the run around it then sleeps on a signalled source. This call belongs to the source.
     * While the source is marked it costs one volatile read; while the loop is awake it makes no system call.
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

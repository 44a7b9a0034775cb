package dev.runloop.executors.confined;

import java.util.function.BooleanSupplier;

/**
 * The sleep of a thread that carries others when none of them can run.
 *
 * <pre>
 *   carrier:   isDozing = true;  has work?  no: park;  isDozing = false
 *   producer:  make the work visible;  isDozing?  unpark
 * </pre>
 *
 * <p>The carrier announces its sleep first and looks second; a producer makes its work visible first and looks at the
 * announcement second. All these accesses are volatile, so one of the two sees the other. Actions in a thread before it made
 * work visible happen-before what the carrier does when it has found that, by what it lies in.
 */
public final class Doze {
    private final Runnable unpark;
    private volatile boolean isDozing; // written by the carrier

    /**
     * That of one thread.
     *
     * @param unpark ends its sleep, or the next one
     */
    public Doze(Runnable unpark) {
        this.unpark = unpark;
    }

    /**
     * The carrier: announces that it is going to sleep, and looks once more.
     *
     * @param hasWork whether there is work
     * @return whether to sleep, until woken or for no reason; {@link #end} follows in either case
     */
    public boolean begin(BooleanSupplier hasWork) {
        isDozing = true;
        return !hasWork.getAsBoolean();
    }

    /** The carrier: is awake. */
    public void end() {
        isDozing = false;
    }

    /** {@return whether the carrier sleeps, or is about to} For anyone. */
    public boolean isDozing() {
        return isDozing;
    }

    /** Anyone: there is work, visible to all. */
    public void wake() {
        if (isDozing) {
            unpark.run();
        }
    }
}

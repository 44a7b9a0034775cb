package dev.runloop.executors.confined;

import java.util.function.BooleanSupplier;

/**
 * The sleep of a carrying thread while none of the threads it carries can run.
 *
 * <pre>
 *   carrier:   isDozing = true;  has work?  no: park;  isDozing = false
 *   producer:  make the work visible;  isDozing?  unpark
 * </pre>
 *
 * <p>The carrier announces its sleep first and looks for work second. A producer makes its work visible first and reads the
 * announcement second. All these accesses are volatile, so one of the two sees the other. Actions in a thread before it made
 * work visible happen-before what the carrier does upon finding it, by way of the queue or field that holds it.
 */
final class Doze {
    private final Runnable unpark;
    private volatile boolean isDozing; // written by the carrier

    /** @param unpark ends this sleep or the next one */
    Doze(Runnable unpark) {
        this.unpark = unpark;
    }

    /** The carrier: announces its sleep and looks for work once more. Returns whether to park; {@link #end} must follow. */
    boolean begin(BooleanSupplier hasWork) {
        isDozing = true;
        return !hasWork.getAsBoolean();
    }

    /** The carrier is awake. */
    void end() {
        isDozing = false;
    }

    /** Any thread: whether the carrier sleeps or is about to. */
    boolean isDozing() {
        return isDozing;
    }

    /** Any thread, after making work visible: wakes the carrier if it sleeps. */
    void wake() {
        if (isDozing) {
            unpark.run();
        }
    }
}

package dev.runloop.internal;

/**
 * The date by which a loop will look at something without being told. A thread that brings something with a later date need
 * not wake it.
 *
 * <pre>
 *   producer:  queue.offer(x);     isNoLaterThan(date of x)?  else tell the loop
 *   loop:      withdraw();          take in what is queued
 * </pre>
 *
 * <p>All these accesses are sequentially consistent: either the producer sees that the alarm has rung and tells the
 * loop, or the loop sees what was queued. Which date the producer sees does not matter: while the alarm is set it only
 * gets earlier, and between two settings the loop looks.
 *
 * <p>{@link #isNoLaterThan} is for anyone, the rest belongs to the loop's thread.
 */
public final class PublishedDeadline {
    private volatile boolean set;
    private volatile long date; // nanoseconds of the loop's clock; meaningful as long as it is set

    /** An alarm that is not set. */
    public PublishedDeadline() {}

    /**
     * Sets it to a date if it is not set to an earlier one; answers whether that has changed it.
     *
     * @param newDate when it is to ring
     */
    public boolean publish(long newDate) {
        if (isNoLaterThan(newDate)) {
            return false;
        }
        date = newDate;
        set = true;
        return true;
    }

    /** It has rung, or will not: the loop looks after this. */
    public void withdraw() {
        set = false;
    }

    /**
     * Whether the loop looks no later than at a date; to be asked after the offer.
     *
     * @param latest that date
     */
    public boolean isNoLaterThan(long latest) {
        return set && date - latest <= 0;
    }
}

package dev.runloop.internal;

/**
 * The deadline by which a loop will look at something unasked. A producer whose item is due later need not wake the loop.
 *
 * <pre>
 *   producer:  queue.offer(x);   isNoLaterThan(deadline of x)?  else tell the loop
 *   loop:      withdraw();       drain the queue
 * </pre>
 *
 * <p>All accesses are sequentially consistent: either the producer sees that the deadline was withdrawn and tells the loop,
 * or the drain sees the item. It does not matter which deadline the producer sees: while one is published it only moves
 * earlier, and the loop drains between two publications.
 *
 * <p>{@link #isNoLaterThan} is thread-safe; the rest is for the loop's thread.
 */
public final class PublishedDeadline {
    private volatile boolean published;
    private volatile long deadline; // nanoseconds of the loop's clock; valid while published

    /** None is published yet. */
    public PublishedDeadline() {}

    /** Publishes a deadline unless an earlier one is published. Returns whether it did. */
    public boolean publish(long deadline) {
        if (isNoLaterThan(deadline)) {
            return false;
        }
        this.deadline = deadline;
        published = true;
        return true;
    }

    /** Withdraws the deadline; the loop drains after this. */
    public void withdraw() {
        published = false;
    }

    /** Whether the loop looks by {@code latest} at the latest; call it after the offer. */
    public boolean isNoLaterThan(long latest) {
        return published && deadline - latest <= 0;
    }
}

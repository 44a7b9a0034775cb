package dev.runloop.port;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.Source1;
import dev.runloop.internal.Mailbox;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a loop receives {@linkplain PortMessage messages} from other threads. A port that is
 * {@linkplain #schedule scheduled} in a mode of a loop wakes the loop when a message arrives, and its delegate is
 * called on the loop's thread: for one message per pass, in the order in which they were sent, and never while it is
 * busy with an earlier one, not even from a run of the loop within the delegate. A port is a source of kind 1 and keeps
 * its modes from being empty.
 *
 * <p>A port holds a limited number of waiting messages. A {@linkplain PortMessage#send(java.time.Duration) send} to a
 * full port waits for room, without polling, up to its limit.
 *
 * <p>What a thread did before it sent a message happens-before the call of the delegate for it. A port may be in
 * several modes and loops; which of the running ones gets a message is not defined, and calls for two messages never
 * overlap. Thread-safe. Corresponds to {@code NSMachPort} and {@code CFMachPort} within one process.
 */
public final class Port {
    /** How many messages may wait in a port by default. */
    public static final int DEFAULT_CAPACITY = 1 << 10;

    /** Receives the messages of a port. Corresponds to {@code NSPortDelegate}. */
    @FunctionalInterface
    public interface Delegate {
        /**
         * A message has arrived. Called on the thread of the loop; what it throws goes to the loop's exception handler.
         *
         * @param message the message; reply to its {@link PortMessage#sendPort()}
         */
        void handle(PortMessage message);

        /**
         * The port has been invalidated. Called once, on the thread that invalidated it; a call of {@link #handle} on
         * another thread may still be in progress.
         *
         * @param port the port
         */
        default void invalidated(Port port) {}
    }

    private final Delegate delegate;
    private final int capacity;
    private final Mailbox<PortMessage> mailbox;
    private final Source1 source;
    private final AtomicBoolean valid = new AtomicBoolean(true);
    private final AtomicInteger places = new AtomicInteger(); // modes of loops in which the port is

    private Port(int capacity, Delegate delegate) {
        this.delegate = delegate;
        this.capacity = capacity;
        this.source = Source1.create(new Reception());
        this.mailbox = new Mailbox<>(capacity, source::signal);
    }

    /** What the loop calls. */
    private final class Reception implements Source1.Callbacks, UserCodeWrapper {
        @Override
        public void perform() {
            receive();
        }

        @Override
        public void schedule(RunLoop loop, RunLoopMode mode) {
            moved(loop, places.incrementAndGet());
        }

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            moved(loop, places.decrementAndGet());
        }

        @Override
        public Class<?> calleeClass() {
            return UserCodeWrapper.classOf(delegate);
        }
    }

    /**
     * {@return a port that holds {@value #DEFAULT_CAPACITY} waiting messages}
     *
     * @param delegate receives its messages
     */
    public static Port create(Delegate delegate) {
        return create(DEFAULT_CAPACITY, delegate);
    }

    /**
     * {@return a port}
     *
     * @param capacity how many messages may wait in it, rounded up to a power of two
     * @param delegate receives its messages
     * @throws IllegalArgumentException if the capacity is less than one, or more than 2<sup>24</sup>
     */
    public static Port create(int capacity, Delegate delegate) {
        if (capacity < 1 || capacity > Mailbox.MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "capacity is " + capacity + ", not within 1 and " + Mailbox.MAX_CAPACITY);
        }
        int places = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
        return new Port(places, requireNonNull(delegate, "delegate"));
    }

    /**
     * Has a loop receive the messages of this port in a mode, including those already waiting. Does nothing if it
     * already does, or if the port is invalid. Corresponds to {@code -[NSPort scheduleInRunLoop:forMode:]}.
     *
     * @param loop the loop
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     * @throws dev.runloop.RunLoopEndedException if the loop's thread has ended
     */
    public void schedule(RunLoop loop, RunLoopMode mode) {
        requireNonNull(loop, "loop").add(source, mode);
    }

    /**
     * Takes this port out of a mode; does nothing if it is not there. Messages wait until it is in a mode again.
     * Corresponds to {@code -[NSPort removeFromRunLoop:forMode:]}.
     *
     * @param loop the loop
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     */
    public void unschedule(RunLoop loop, RunLoopMode mode) {
        requireNonNull(loop, "loop").remove(source, mode);
    }

    /**
     * {@return whether this port is in a mode}
     *
     * @param loop the loop
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     */
    public boolean isScheduled(RunLoop loop, RunLoopMode mode) {
        return requireNonNull(loop, "loop").contains(source, mode);
    }

    /** {@return how many messages may wait in this port} */
    public int capacity() {
        return capacity;
    }

    /** {@return whether this port has not been invalidated} */
    public boolean isValid() {
        return valid.get();
    }

    /**
     * Takes this port out of all loops, permanently. Messages waiting in it are dropped, threads waiting for room get a
     * {@link PortInvalidException}, and the delegate is told. A call of the delegate that is in progress ends normally.
     * Calling this again does nothing. Corresponds to {@code -[NSPort invalidate]}.
     *
     * <p>A port invalidates itself when the last of its loops has ended, because nothing would receive from it any
     * more.
     */
    public void invalidate() {
        if (valid.compareAndSet(true, false)) {
            source.invalidate();
            mailbox.close();
            delegate.invalidated(this);
        }
    }

    private void moved(RunLoop loop, int places) {
        if (places == 0 && loop.hasEnded()) {
            invalidate();
        }
    }

    private void receive() {
        PortMessage message = mailbox.poll();
        try {
            if (message != null) {
                delegate.handle(message);
            }
        } finally {
            mailbox.settle();
        }
    }

    /** Adds a message if there is room for it. */
    boolean accept(PortMessage message) {
        requireValid();
        return mailbox.offer(message) || refused();
    }

    /** Adds a message, waiting for room up to this long. */
    boolean accept(PortMessage message, long nanos) throws InterruptedException {
        requireValid();
        return mailbox.offer(message, nanos) || refused();
    }

    private boolean refused() {
        requireValid();
        return false;
    }

    private void requireValid() {
        if (!isValid()) {
            throw new PortInvalidException(this);
        }
    }

    @Override
    public String toString() {
        return "Port[" + (isValid() ? mailbox.size() + " of " + capacity + " places taken" : "invalid") + "]";
    }
}

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
 * Where a loop receives {@linkplain PortMessage messages} of other threads. A port that is {@linkplain #schedule
 * scheduled} in a mode of a loop wakes it when a message has come, and its delegate is called on the loop's thread: for
 * one message a pass, in the order in which they were sent, and never while it is busy with an earlier one, not even
 * from a run of the loop within the delegate. A port is a source of kind 1 and keeps its modes from being empty.
 *
 * <p>A port has so many places for messages that wait. A {@linkplain PortMessage#send(java.time.Duration) send} to a
 * port that is full waits for a place, without polling, up to its limit.
 *
 * <p>What a thread did before it sent a message happens-before the call of the delegate for it. A port may be in
 * several modes and loops; which of these that run gets a message is not defined, and calls for two messages still do
 * not overlap. Thread-safe. Corresponds to {@code NSMachPort} and {@code CFMachPort} within one process.
 */
public final class Port {
    /** How many messages may wait in a port, unless it is said otherwise. */
    public static final int DEFAULT_CAPACITY = 1 << 10;

    /** Who receives the messages of a port. Corresponds to {@code NSPortDelegate}. */
    @FunctionalInterface
    public interface Delegate {
        /**
         * A message has come. Called on the thread of the loop; what it throws is told to the loop's exception handler.
         *
         * @param message the message; its {@link PortMessage#sendPort()} is the one to reply to
         */
        void handle(PortMessage message);

        /**
         * The port has been invalidated. Called once, on the thread that has invalidated it. A call of {@link #handle}
         * that was in progress on another thread may still be.
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
     * {@return a port with places for {@value #DEFAULT_CAPACITY} messages}
     *
     * @param delegate who receives its messages
     */
    public static Port create(Delegate delegate) {
        return create(DEFAULT_CAPACITY, delegate);
    }

    /**
     * {@return a port}
     *
     * @param capacity how many messages may wait in it, rounded up to a power of two
     * @param delegate who receives its messages
     * @throws IllegalArgumentException if there is no place at all, or more than 2<sup>24</sup>
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
     * Has a loop receive the messages of this port in a mode, those that wait already among them. Nothing happens if it
     * does so already, or the port is invalid. Corresponds to {@code -[NSPort scheduleInRunLoop:forMode:]}.
     *
     * @param loop the loop
     * @param mode a mode, or {@link RunLoopMode#COMMON}
     * @throws dev.runloop.RunLoopEndedException if the loop's thread has ended
     */
    public void schedule(RunLoop loop, RunLoopMode mode) {
        requireNonNull(loop, "loop").add(source, mode);
    }

    /**
     * Takes this port out of a mode. Messages wait until it is in one again; nothing happens if it is not there.
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

    /** {@return whether this port has not been invalidated yet} */
    public boolean isValid() {
        return valid.get();
    }

    /**
     * Takes this port out of all loops, for ever. Messages that wait in it are dropped, who waits for a place gets a
     * {@link PortInvalidException}, and the delegate is told. A call of the delegate that is running ends normally.
     * Doing it twice is doing it once. Corresponds to {@code -[NSPort invalidate]}.
     *
     * <p>A port invalidates itself when the last of its loops has ended, as nobody would receive from it any more.
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

    /** Puts a message in if there is a place for it. */
    boolean accept(PortMessage message) {
        requireValid();
        return mailbox.offer(message) || refused();
    }

    /** Puts a message in, and waits for a place so long. */
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

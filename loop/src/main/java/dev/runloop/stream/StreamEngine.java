package dev.runloop.stream;

import static dev.runloop.stream.StreamEvent.END_ENCOUNTERED;
import static dev.runloop.stream.StreamEvent.ERROR_OCCURRED;
import static dev.runloop.stream.StreamEvent.OPEN_COMPLETED;
import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import dev.runloop.internal.Failures;
import dev.runloop.internal.ReadyEventCount;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all streams have in common: the status, the events, and which loop delivers them. The {@link Endpoint} does the
 * rest.
 *
 * <p><b>Status.</b> One word, changed by compare-and-set. A transfer takes the stream from open to reading or writing
 * and back, so there is one at a time; the final states stay final whatever else happens at that moment.
 *
 * <p><b>Events.</b> Events that happen once (opened, ended, failed) are pending until a client that wants them has been
 * told. That a transfer would not block is not a fact to be stored, but a question to be asked again when its turn to
 * be delivered has come; so no client is told of bytes that have been read in the meantime. The stream is
 * <em>armed</em> for it by being opened and by each transfer, and disarmed by the delivery. A thread that changes
 * something checks afterwards whether an event is due, and if so signals the source of the {@link StreamEventSources}.
 *
 * <p><b>Turn.</b> Of several loops one delivers at a time: the one whose thread is in {@code deliverer}. Another loop
 * that comes along leaves the event where it is, and the first one looks for it when it is done. Both write before they
 * look, so one of them sees the other's write. A loop that is run inside its own delivery delivers there too.
 *
 * <p>Thread-safe.
 */
final class StreamEngine {
    private static final VarHandle STATUS =
            fieldVarHandle(lookup(), "status", VarHandle.class, StreamEngine.class, StreamStatus.class);
    private static final VarHandle ERROR =
            fieldVarHandle(lookup(), "error", VarHandle.class, StreamEngine.class, IOException.class);
    private static final VarHandle PENDING =
            fieldVarHandle(lookup(), "pending", VarHandle.class, StreamEngine.class, int.class);
    private static final VarHandle DELIVERER =
            fieldVarHandle(lookup(), "deliverer", VarHandle.class, StreamEngine.class, Thread.class);

    private final Endpoint endpoint;
    private final StreamStatus transferring;
    private final StreamEvent readyEvent;
    private final StreamEventSources eventSources = new StreamEventSources(this);
    private final ReadyEventCount gate = new ReadyEventCount();
    private volatile StreamStatus status = StreamStatus.NOT_OPEN; // changed by CAS
    private volatile @Nullable IOException error; // set once, before the status
    private volatile int pending; // bits of events, changed by CAS
    private volatile @Nullable Thread deliverer; // taken by CAS, given back by itself
    private volatile Client client = Client.NONE;
    private volatile int channelOps; // what to watch the channel for while armed; zero without one
    private volatile int transfers; // how many have begun; written by the thread that transfers

    /** The client, and the events it wants. */
    private record Client(int wanted, Object callee, Consumer<StreamEvent> handler) {
        static final Client NONE = new Client(0, StreamStatus.CLOSED, event -> {});

        boolean wants(StreamEvent event) {
            return (wanted & event.bit()) != 0;
        }
    }

    StreamEngine(Endpoint endpoint, StreamStatus transferring, StreamEvent readyEvent) {
        this.endpoint = endpoint;
        this.transferring = transferring;
        this.readyEvent = readyEvent;
    }

    StreamEventSources eventSources() {
        return eventSources;
    }

    StreamStatus status() {
        return status;
    }

    @Nullable
    IOException error() {
        return error;
    }

    /** Changes the client; the new one is told of what the stream is ready for, whatever the old one was told. */
    void client(int wanted, Object callee, Consumer<StreamEvent> handler) {
        client = new Client(wanted, callee, handler);
        tellAgain();
    }

    /** The class of the client; this one if there is none. */
    Class<?> clientClass() {
        Client present = client;
        return present == Client.NONE ? StreamEngine.class : UserCodeWrapper.classOf(present.callee);
    }

    // The life of a stream

    /** Opens; false if it has been opened before, is closed, or fails at once. */
    boolean open() {
        if (!change(StreamStatus.NOT_OPEN, StreamStatus.OPENING)) {
            return false;
        }
        gate.arm();
        try {
            endpoint.open(this);
        } catch (Throwable e) { // of a publisher, say
            fail(e);
        }
        if (status.isFinal()) {
            closeEndpoint(); // closed at this moment, perhaps too early to have had an effect
        }
        return status != StreamStatus.ERROR;
    }

    /** The endpoint: it is open. */
    void opened() {
        if (!eventSources.isEmpty() && client.wants(OPEN_COMPLETED)) {
            pend(OPEN_COMPLETED); // and due with the status: no other event comes before it
        }
        if (!change(StreamStatus.OPENING, StreamStatus.OPEN)) {
            return; // closed
        }
        endIfAtEnd();
        gate.signal();
        goOn();
    }

    /** The endpoint: there is a channel that can be watched for {@code ops} while the stream is armed. */
    void watch(SelectableChannel channel, int ops) {
        channelOps = ops;
        eventSources.watch(channel);
    }

    /** The endpoint: a transfer would not block any more. */
    void ready() {
        if (gate.signal()) {
            goOn();
        }
    }

    /** The stream has failed; the first reason counts. Does nothing if it is closed. */
    void fail(Throwable reason) {
        ERROR.compareAndSet(this, null, asIOException(reason));
        StreamStatus before;
        do {
            before = status;
            if (before.isFinal()) {
                return;
            }
        } while (!change(before, StreamStatus.ERROR));
        release();
        pend(ERROR_OCCURRED);
        goOn();
    }

    /** The failure of a stream for something that was thrown, also if that cannot even tell its message. */
    static IOException asIOException(Throwable reason) {
        if (reason instanceof IOException known) {
            return known;
        }
        try {
            return new IOException(reason);
        } catch (Throwable e) { // of the message of the reason
            return new IOException(reason.getClass().getName(), reason);
        }
    }

    private void endIfAtEnd() {
        if (endpoint.isAtEnd()) {
            end();
        }
    }

    /** There is nothing more to transfer. */
    void end() {
        if (change(transferring, StreamStatus.AT_END) || change(StreamStatus.OPEN, StreamStatus.AT_END)) {
            pend(END_ENCOUNTERED);
        }
    }

    /** Closes. A stream that has failed stays so. */
    void close() {
        StreamStatus before;
        do {
            before = status;
        } while (!before.isFinal() && !change(before, StreamStatus.CLOSED));
        eventSources.end();
        if (!before.isFinal()) {
            release();
        }
    }

    private void release() {
        eventSources.unwatch();
        closeEndpoint();
        gate.signal();
    }

    /** A failure in here does not keep the client from being told of the end. */
    private void closeEndpoint() {
        try {
            endpoint.close();
        } catch (Throwable e) { // of a subscription, say
            Failures.log("closing " + endpoint.getClass().getSimpleName() + " of a stream has failed", e);
        }
    }

    private boolean change(StreamStatus before, StreamStatus after) {
        return STATUS.compareAndSet(this, before, after);
    }

    // Transfers

    /**
     * Begins a transfer, after having waited for the opening to end; false if none is possible.
     *
     * @throws IllegalStateException if another transfer is under way
     */
    boolean begin() {
        if (status == StreamStatus.OPENING) {
            gate.await(() -> status != StreamStatus.OPENING);
        }
        if (change(StreamStatus.OPEN, transferring)) {
            gate.disarm();
            int before = transfers;
            transfers = before + 1; // one thread at a time
            return true;
        }
        if (status == transferring) {
            throw new IllegalStateException(
                    "the stream is " + transferring + " already; one thread at a time can use it");
        }
        return false;
    }

    /** Waits within a transfer until it would not block; false if the stream has ended in the meantime. */
    boolean await() throws IOException {
        endpoint.await(gate);
        return status == transferring;
    }

    /** How many transfers have begun: what was found before the last one may no longer hold. */
    int transfers() {
        return transfers;
    }

    /** Ends the transfer. */
    void finish() {
        endIfAtEnd();
        change(transferring, StreamStatus.OPEN);
        gate.arm();
        goOn();
    }

    // Events

    private void pend(StreamEvent event) {
        PENDING.getAndBitwiseOr(this, event.bit());
    }

    private boolean take(StreamEvent event) {
        return isDue(event) && ((int) PENDING.getAndBitwiseAnd(this, ~event.bit()) & event.bit()) != 0;
    }

    private boolean isDue(StreamEvent event) {
        return (pending & client.wanted & event.bit()) != 0 && status != StreamStatus.OPENING;
    }

    /** Whether the client is to be told as soon as a transfer would not block. */
    private boolean awaitsReadiness() {
        return gate.isArmed() && status == StreamStatus.OPEN && client.wants(readyEvent);
    }

    /** A new client or loop has not been told yet that a transfer would not block. */
    void tellAgain() {
        if (status == StreamStatus.OPEN) {
            gate.arm();
        }
        goOn();
    }

    /** Signals the source if an event is due; otherwise has the channel watched as long as an event is awaited. */
    private void goOn() {
        boolean pends = (pending & client.wanted) != 0 && status != StreamStatus.OPENING;
        if (pends || (awaitsReadiness() && endpoint.isReady())) {
            eventSources.signal();
        } else if (channelOps != 0) {
            watchWhileAwaited();
        }
    }

    /** Other threads may do the same, based on what was true a moment ago; so each checks again after its change. */
    private void watchWhileAwaited() {
        boolean awaits;
        do {
            awaits = awaitsReadiness();
            eventSources.interestOps(awaits ? channelOps : 0);
        } while (awaits != awaitsReadiness());
    }

    /**
     * The loop of this thread performs one of the sources: the events that are due are told, once.
     *
     * @param channelIsReady whether the channel is, as a watch has found
     */
    void deliver(boolean channelIsReady) {
        Thread self = Thread.currentThread();
        boolean nested = deliverer == self;
        if (!nested && !DELIVERER.compareAndSet(this, null, self)) {
            leaveItToTheOther();
            return;
        }
        try {
            deliverDue(channelIsReady);
        } finally {
            if (!nested) {
                deliverer = null;
            }
            goOn();
        }
    }

    /** Another loop is delivering. Until it is done, this loop would be woken for the channel again and again. */
    private void leaveItToTheOther() {
        eventSources.interestOps(0);
        if (deliverer == null) {
            goOn(); // it is done, and may not have seen this
        }
    }

    private void deliverDue(boolean channelIsReady) {
        if (take(OPEN_COMPLETED)) {
            callingOutToClient(OPEN_COMPLETED);
            if (!eventSources.containsHere()) {
                return;
            }
        }
        if (take(ERROR_OCCURRED)) {
            callingOutToClient(ERROR_OCCURRED);
        } else if (take(END_ENCOUNTERED)) {
            callingOutToClient(END_ENCOUNTERED);
        } else if (awaitsReadiness() && (channelIsReady || endpoint.isReady()) && confirms()) {
            gate.disarm();
            callingOutToClient(readyEvent);
        }
    }

    private boolean confirms() {
        try {
            return endpoint.confirms();
        } catch (Throwable e) { // of a subscription, say
            fail(e);
            return false;
        }
    }

    /** Whether the stream is open and a transfer would not block. */
    boolean poll() {
        if (status != StreamStatus.OPEN) {
            return false;
        }
        try {
            return endpoint.poll();
        } catch (Throwable e) {
            fail(e);
            return false;
        }
    }

    private void callingOutToClient(StreamEvent event) {
        client.handler.accept(event);
    }
}

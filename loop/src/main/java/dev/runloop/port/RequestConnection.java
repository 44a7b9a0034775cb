package dev.runloop.port;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import dev.runloop.RunLoopTimer;
import dev.runloop.internal.OutermostRun;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a remote message port for one thread: sends requests, and runs the loop of the thread while it
 * waits for room or for replies. Requests nest where a callback of the mode in which one waits sends another.
 *
 * <p>Belongs to the thread of the loop, but for {@link #end} and {@link #unschedule}.
 */
final class RequestConnection {
    /** In which the connection always is, so that a request does not have to make it known to the selector. */
    private static final RunLoopMode SENDING = RunLoopMode.of("dev.runloop.port.sending");

    /** Between two attempts to connect to a peer that has no room for another connection. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final RunLoop loop;
    private final MessageConnection connection;
    private final Map<RunLoopMode, Integer> waits =
            new HashMap<>(); // in modes into which these have put the connection
    private final Map<Long, @Nullable MessageFrame> replies = new HashMap<>(); // to requests that wait
    private long serial;

    RequestConnection(RunLoop loop, SocketChannel channel, int mostBytes, Runnable onEnd) {
        this.loop = loop;
        this.connection = new MessageConnection(channel, mostBytes, true, new MessageConnection.Owner() {
            @Override
            public Class<?> calleeClass() {
                return RequestConnection.class;
            }

            @Override
            public void received(MessageConnection from, MessageFrame frame) throws ProtocolException {
                takeReply(frame);
            }

            @Override
            public void ended(MessageConnection ended) {
                onEnd.run();
            }
        });
        loop.add(connection.source(), SENDING);
    }

    private void takeReply(MessageFrame frame) throws ProtocolException {
        if (frame.kind() < MessageFrame.REPLY) {
            throw new ProtocolException("a request has come to a remote port, kind " + frame.kind());
        }
        if (replies.containsKey(frame.serial())) { // else nobody waits for it any more
            replies.put(frame.serial(), frame);
        }
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    void end() {
        connection.end();
    }

    void schedule(RunLoopMode mode) {
        loop.add(connection.source(), mode);
    }

    void unschedule(RunLoopMode mode) {
        loop.remove(connection.source(), mode);
    }

    /** Sends a frame; false if it did not all leave in time, or the connection has ended. */
    boolean send(MessageFrame frame, Limit limit) throws IOException {
        if (!awaitSent(limit)) { // the rest of an earlier one comes first
            return false;
        }
        connection.send(frame);
        boolean sent = awaitSent(limit);
        if (!sent) {
            connection.takeBack();
        }
        return sent;
    }

    private boolean awaitSent(Limit limit) {
        return runUntil(() -> !connection.isSending(), limit, SENDING) && isOpen();
    }

    /**
     * Runs the loop for a moment in a mode in which nothing but sending goes on. False if that is impossible, since the
     * loop is ending.
     */
    static boolean pause(RunLoop loop, Limit limit) {
        RunLoopTimer end =
                RunLoopTimer.builder().clock(loop.clock()).firstFire(PAUSE).build(_ -> {});
        loop.add(end, SENDING);
        try {
            while (end.isValid()) {
                if (!canGoOn(loop, loop.runInMode(SENDING, limit.left(), true), SENDING)) {
                    return false;
                }
                if (limit.isOver()) {
                    break;
                }
            }
            return true;
        } finally {
            end.invalidate();
        }
    }

    /** Announces a request; its number. */
    long expectReply() {
        replies.put(++serial, null);
        return serial;
    }

    void forgetReply(long request) {
        replies.remove(request);
    }

    /** Runs the loop until the reply has come; null if it has not in time, or the connection has ended. */
    @Nullable
    MessageFrame awaitReply(long request, Limit limit, RunLoopMode mode) {
        boolean entered = enter(mode);
        var run = new OutermostRun(() -> lookOnceMore(request));
        run.begin(loop, mode);
        try {
            runUntil(() -> replies.get(request) != null, limit, mode);
        } finally {
            run.end();
            if (entered) {
                leave(mode);
            }
        }
        return replies.get(request);
    }

    /**
     * The reply may come in a run of the loop within a callback of the run that waits for it, which then would sleep
     * on. So before it sleeps, the run that was begun first looks, and has the connection performed once more to be
     * done.
     */
    private void lookOnceMore(long request) {
        if (replies.get(request) != null) {
            connection.source().signal();
        }
    }

    /** Puts the connection into a mode; false if somebody else has done so and will not expect to find it taken out. */
    private boolean enter(RunLoopMode mode) {
        if (!waits.containsKey(mode) && loop.contains(connection.source(), mode)) {
            return false;
        }
        if (waits.merge(mode, 1, Integer::sum) == 1) {
            loop.add(connection.source(), mode);
        }
        return true;
    }

    private void leave(RunLoopMode mode) {
        if (waits.merge(mode, -1, Integer::sum) == 0) {
            waits.remove(mode);
            loop.remove(connection.source(), mode);
        }
    }

    /** Runs the loop, at least for one look, until it is done, the limit is over or the connection has ended. */
    private boolean runUntil(BooleanSupplier done, Limit limit, RunLoopMode mode) {
        boolean goesOn = true;
        while (!done.getAsBoolean() && isOpen() && goesOn) {
            goesOn = canGoOn(loop, loop.runInMode(mode, limit.left(), true), mode) && !limit.isOver();
        }
        return done.getAsBoolean();
    }

    /** A run may have been stopped by a callback; but if the next one does not begin either, the loop is ending. */
    private static boolean canGoOn(RunLoop loop, RunLoopResult result, RunLoopMode mode) {
        return result != RunLoopResult.FINISHED
                && (result != RunLoopResult.STOPPED
                        || loop.runInMode(mode, Duration.ZERO, true) != RunLoopResult.STOPPED);
    }
}

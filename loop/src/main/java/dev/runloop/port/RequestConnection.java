package dev.runloop.port;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.RunLoopWait;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a remote message port for one thread: sends requests, and runs the loop of the thread while it
 * waits for room or for replies. Requests nest if a callback of the mode in which one waits sends another.
 *
 * <p>Belongs to the thread of the loop, except for {@link #end} and {@link #unschedule}.
 */
final class RequestConnection {
    /** The connection is always in this mode, so that a request need not register it with the selector. */
    private static final RunLoopMode SENDING = RunLoopMode.of("dev.runloop.port.sending");

    /** The pause between two attempts to connect to a peer that has no room for another connection. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final RunLoop loop;
    private final MessageConnection connection;
    private final Map<RunLoopMode, Integer> entries =
            new HashMap<>(); // of waits that have put the connection into a mode
    private final Set<RunLoopWait> waits = ConcurrentHashMap.newKeySet(); // in progress
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
                try {
                    onEnd.run();
                } finally {
                    waits.forEach(RunLoopWait::signal);
                }
            }
        });
        loop.add(connection.source(), SENDING);
    }

    private void takeReply(MessageFrame frame) throws ProtocolException {
        if (frame.kind() < MessageFrame.REPLY) {
            throw new ProtocolException("a request has come to a remote port, kind " + frame.kind());
        }
        if (replies.containsKey(frame.serial())) { // otherwise nothing waits for it any more
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

    /** Sends a frame; false if not all of it left in time, or the connection has ended. */
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
            return await(new RunLoopWait(SENDING), () -> !end.isValid(), limit) != RunLoopWait.Result.LOOP_ENDING;
        } finally {
            end.invalidate();
        }
    }

    /** Registers a request; returns its number. */
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
        try {
            runUntil(() -> replies.get(request) != null, limit, mode);
        } finally {
            if (entered) {
                leave(mode);
            }
        }
        return replies.get(request);
    }

    /**
     * Puts the connection into a mode; false if it is already there, where other code does not expect it to be removed.
     */
    private boolean enter(RunLoopMode mode) {
        if (!entries.containsKey(mode) && loop.contains(connection.source(), mode)) {
            return false;
        }
        if (entries.merge(mode, 1, Integer::sum) == 1) {
            loop.add(connection.source(), mode);
        }
        return true;
    }

    private void leave(RunLoopMode mode) {
        if (entries.merge(mode, -1, Integer::sum) == 0) {
            entries.remove(mode);
            loop.remove(connection.source(), mode);
        }
    }

    /** Runs the loop, for one pass at least, until done, the limit has passed or the connection has ended. */
    private boolean runUntil(BooleanSupplier done, Limit limit, RunLoopMode mode) {
        if (!done.getAsBoolean() && isOpen()) {
            var wait = new RunLoopWait(mode);
            waits.add(wait); // before it looks whether the connection is open
            try {
                await(wait, () -> done.getAsBoolean() || !isOpen(), limit);
            } finally {
                waits.remove(wait);
            }
        }
        return done.getAsBoolean();
    }

    /** Waits on if a callback stops the run. */
    private static RunLoopWait.Result await(RunLoopWait wait, BooleanSupplier done, Limit limit) {
        RunLoopWait.Result result;
        do {
            result = wait.until(done, limit.left());
        } while (result == RunLoopWait.Result.STOPPED && !limit.isOver());
        return result;
    }
}

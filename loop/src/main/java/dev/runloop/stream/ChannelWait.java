package dev.runloop.stream;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a channel on any thread, without a loop: for blocking transfers, and for polling. It has a selector from
 * its first use until it is closed, so a stream driven by events has none. For one thread at a time; {@link #close()}
 * may be called by any thread and ends a wait.
 */
final class ChannelWait implements AutoCloseable {
    private final int ops;
    private volatile @Nullable Selector selector; // set by the thread that waits
    private volatile boolean closed;

    ChannelWait(int ops) {
        this.ops = ops;
    }

    /**
     * Waits until the channel is ready, or this is closed. Does not wait if the channel is unusable, as a transfer will
     * find out.
     *
     * @throws IOException if no selector can be opened
     */
    void await(SelectableChannel channel) throws IOException {
        await(channel, Duration.ZERO);
    }

    /** Waits as {@link #await(SelectableChannel)} does, but no longer than {@code limit} unless that is zero. */
    void await(SelectableChannel channel, Duration limit) throws IOException {
        boolean interrupted = false;
        try {
            Selector selecting = selector(channel);
            while (!closed && selecting.select(key -> {}, limit.toMillis()) == 0 && limit.isZero()) {
                interrupted |= Thread.interrupted(); // else the next select would not wait
            }
        } catch (ClosedChannelException | ClosedSelectorException e) {
            // closed by another thread
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for a channel that has done nothing, as those in non-blocking mode may. */
    void awaitIfSelectable(Channel channel) throws IOException {
        if (!(channel instanceof SelectableChannel selectable)) {
            throw new IOException("neither transfers anything nor blocks: " + channel);
        }
        await(selectable);
    }

    /**
     * Whether the channel is ready, which includes that it is closed.
     *
     * @throws IOException if no selector can be opened
     */
    boolean poll(SelectableChannel channel) throws IOException {
        try {
            return selector(channel).selectNow(key -> {}) > 0;
        } catch (ClosedChannelException | ClosedSelectorException e) {
            return true;
        }
    }

    private Selector selector(SelectableChannel channel) throws IOException {
        Selector present = selector;
        if (present != null) {
            return present;
        }
        Selector opened = Selector.open();
        try {
            channel.register(opened, ops);
        } catch (Throwable e) {
            opened.close();
            throw e;
        }
        selector = opened;
        if (closed) {
            opened.close();
        }
        return opened;
    }

    @Override
    public void close() {
        closed = true;
        Selector present = selector;
        if (present != null) {
            try {
                present.close();
            } catch (IOException e) {
                // nothing is lost by it
            }
        }
    }
}

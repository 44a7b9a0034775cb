package dev.runloop;

import java.util.Arrays;

/**
 * The sources of a loop that watch one channel; the attachment of the channel's key.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 */
final class ChannelWatch {
    private ChannelSource[] sources = {}; // never changed in place

    /** Adds a source, unless it is present. */
    void add(ChannelSource source) {
        if (!contains(source)) {
            sources = Arrays.copyOf(sources, sources.length + 1);
            sources[sources.length - 1] = source;
        }
    }

    private boolean contains(ChannelSource source) {
        for (ChannelSource present : sources) {
            if (present == source) {
                return true;
            }
        }
        return false;
    }

    /** Removes a source, if it is present. */
    void remove(ChannelSource source) {
        sources = Arrays.stream(sources).filter(other -> other != source).toArray(ChannelSource[]::new);
    }

    boolean isEmpty() {
        return sources.length == 0;
    }

    /** Everything that any of the sources waits for. */
    int opsToSelect() {
        int ops = 0;
        for (ChannelSource source : sources) {
            ops |= source.opsToSelect();
        }
        return ops;
    }

    /** The channel is ready for these operations: notifies the sources that wait for one of them. */
    void becomeReady(int ops) {
        for (ChannelSource source : sources) {
            int awaited = ops & source.opsToSelect();
            if (awaited != 0) {
                source.becomeReady(awaited);
            }
        }
    }
}

package dev.runloop.stream;

import dev.runloop.ChannelSource;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.Source1;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The loops and modes in which a stream delivers its events, and what wakes these loops: a source that is signalled,
 * and, if there is a channel, a source in each loop that watches it.
 *
 * <p>The signalled source alone decides which modes these are; a watch follows it. A place is recorded before checking
 * for a channel, and the channel is recorded before checking the places; so no place is left without its watch,
 * whatever the threads. Thread-safe.
 */
final class StreamEventSources implements Source1.Callbacks, UserCodeWrapper {
    private final StreamEngine engine;
    private final Source1 signalled = Source1.create(this);
    private final Set<Place> places = ConcurrentHashMap.newKeySet(1);
    private final Map<RunLoop, Watch> watches = new ConcurrentHashMap<>(1);
    private volatile @Nullable SelectableChannel channel;
    private volatile int interestOps; // of the watches

    private record Place(RunLoop loop, RunLoopMode mode) {}

    /**
     * Watches the channel in one loop. If there were transfers since it was last performed, the channel may have become
     * ready before them and no longer be so; then the watch waits for the channel to be found ready again, as it will
     * be if it still is.
     */
    private final class Watch implements ChannelSource.Callbacks, UserCodeWrapper {
        private final ChannelSource source;
        private volatile int transfersSeen = engine.transfers(); // by the loop's thread

        Watch(SelectableChannel watched, int ops) {
            source = ChannelSource.create(watched, ops, this);
        }

        @Override
        public Class<?> calleeClass() {
            return engine.clientClass();
        }

        @Override
        public void perform(ChannelSource self) {
            try {
                engine.deliver(self.readyOps() != 0 && transfersSeen == engine.transfers());
            } finally {
                transfersSeen = engine.transfers();
            }
        }

        /** The loop has released the channel: it was closed, or no selector could be opened. */
        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            if (!source.isValid()) {
                SelectableChannel lost = source.channel();
                engine.fail(
                        lost.isOpen()
                                ? new IOException("cannot be watched by " + loop.thread() + ": " + lost)
                                : new ClosedChannelException());
            }
        }
    }

    StreamEventSources(StreamEngine engine) {
        this.engine = engine;
    }

    void add(RunLoop loop, RunLoopMode mode) {
        loop.add(signalled, mode);
    }

    void remove(RunLoop loop, RunLoopMode mode) {
        loop.remove(signalled, mode);
    }

    boolean contains(RunLoop loop, RunLoopMode mode) {
        return loop.contains(signalled, mode);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** Whether the stream is still scheduled in the loop and mode in which the calling thread is delivering. */
    boolean containsHere() {
        RunLoop loop = RunLoop.current();
        return loop.currentMode().filter(mode -> contains(loop, mode)).isPresent();
    }

    /** Has the first loop that gets to it deliver. */
    void signal() {
        signalled.signal();
    }

    @Override
    public Class<?> calleeClass() {
        return engine.clientClass();
    }

    @Override
    public void perform() {
        engine.deliver(false);
    }

    @Override
    public void schedule(RunLoop loop, RunLoopMode mode) {
        boolean first = places.isEmpty();
        places.add(new Place(loop, mode));
        watch(loop, mode);
        if (first) {
            engine.tellAgain();
        }
    }

    @Override
    public void cancel(RunLoop loop, RunLoopMode mode) {
        places.remove(new Place(loop, mode));
        watch(loop, mode);
    }

    /** There is a channel to be watched. */
    void watch(SelectableChannel opened) {
        channel = opened;
        for (Place place : places) {
            watch(place.loop, place.mode);
        }
    }

    /** Puts a watch where the signalled source is, and takes it away where it is not. */
    private void watch(RunLoop loop, RunLoopMode mode) {
        SelectableChannel watched = channel;
        if (watched == null) {
            return;
        }
        ChannelSource watch = watches.computeIfAbsent(loop, any -> new Watch(watched, interestOps)).source;
        boolean scheduled;
        do {
            scheduled = contains(loop, mode);
            if (scheduled) {
                add(watch, loop, mode);
            } else {
                loop.remove(watch, mode);
            }
        } while (contains(loop, mode) != scheduled && watch.isValid()); // the last to come looks last
        interest(watch);
    }

    private static void add(ChannelSource watch, RunLoop loop, RunLoopMode mode) {
        try {
            loop.add(watch, mode);
        } catch (RunLoopEndedException e) {
            // the signalled source leaves this loop too, or has
        }
    }

    /** Sets what the watches look for. */
    void interestOps(int ops) {
        if (interestOps == ops) {
            return; // as with every read in a callback
        }
        interestOps = ops;
        watches.values().forEach(watch -> interest(watch.source));
    }

    private void interest(ChannelSource watch) {
        if (watch.interestOps() != interestOps) {
            watch.interestOps(interestOps);
        }
    }

    /** Takes the watches out of their loops, before the channel is closed. */
    void unwatch() {
        watches.values().forEach(watch -> watch.source.invalidate());
    }

    /** Takes everything out of all loops, permanently. */
    void end() {
        signalled.invalidate();
        unwatch();
    }
}

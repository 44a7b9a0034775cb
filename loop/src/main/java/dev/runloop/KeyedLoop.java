package dev.runloop;

import dev.runloop.internal.Deadlines;
import dev.runloop.internal.InFlight;
import dev.runloop.internal.ThreadEnd;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one key, from its first block until it has been idle long enough. A block admitted by {@link #enter()}
 * keeps it from ending until that block has run.
 */
final class KeyedLoop implements RunLoopThread.Life {
    /** What all loops by key have in common, as one of them sees it. */
    interface Owner {
        /** How long an idle loop stays. */
        Duration idleTime();

        /** Whether all loops are to end once they have run what was admitted. */
        boolean isShutdown();

        /** A loop has ended and calls nothing any more; its thread is about to end. */
        void ending(KeyedLoop loop);
    }

    private static final Set<RunLoopMode> MODES = Set.of(RunLoopMode.DEFAULT);

    private final Object key;
    private final Owner owner;
    private final InFlight inFlight = new InFlight();
    private final RunLoopThread thread;
    private @Nullable Thread predecessor; // of the same key; this one begins when it has ended
    private volatile boolean isOver; // set by the loop's thread
    private long idleSince; // by the loop's clock; the loop's thread

    /** Makes the loop; its thread is not started yet. */
    KeyedLoop(Object key, Owner owner, RunLoopThread.Builder threads) {
        this.key = key;
        this.owner = owner;
        this.thread = threads.make(this);
    }

    /** Starts the thread, which first waits for the end of the previous one of this key, if there is one. */
    void start(@Nullable KeyedLoop predecessor) {
        this.predecessor = predecessor == null ? null : predecessor.thread.thread();
        thread.start();
    }

    Object key() {
        return key;
    }

    RunLoopThread thread() {
        return thread;
    }

    /** Keeps the loop for a block that is about to be handed over; false if it is too late. */
    boolean enter() {
        return inFlight.enter();
    }

    boolean isClosed() {
        return inFlight.isClosed();
    }

    /**
     * Runs a block that was admitted. The block may have run, and the loop ended, before this returns; that is no
     * reason to reject it.
     */
    void perform(Runnable block) {
        thread.loop().enqueue(MODES, new Visit(this, block));
        thread.loop().wakeUp();
    }

    /** A block that was admitted. */
    private record Visit(KeyedLoop place, Runnable block) implements Runnable, UserCodeWrapper {
        @Override
        public void run() {
            place.run(block);
        }

        @Override
        public Class<?> calleeClass() {
            return UserCodeWrapper.classOf(block);
        }
    }

    private void run(Runnable block) {
        try {
            block.run();
        } finally {
            idleSince = thread.loop().clock().nanoTime();
            if (inFlight.leave() || owner.isShutdown()) {
                thread.loop().stop();
            }
        }
    }

    /** Admits nothing more, and has the loop end when it has run what there is. */
    void closeWhenIdle() {
        if (inFlight.close()) {
            thread.loop().stop();
        }
    }

    @Override
    public void spend(RunLoop loop) {
        if (predecessor != null) {
            ThreadEnd.await(predecessor);
            predecessor = null;
        }
        loop.contents().keepAlive(RunLoopMode.DEFAULT);
        long idleTime = Deadlines.nanos(owner.idleTime());
        idleSince = loop.clock().nanoTime();
        long left = idleTime;
        do {
            RunLoopThread.runInDefaultMode(loop, Duration.ofNanos(left > 0 ? left : idleTime));
            left = idleTime - (loop.clock().nanoTime() - idleSince);
        } while (!loop.isEnding() && !ends(loop, left <= 0));
    }

    /** Whether this is the end; if so, it is final. */
    private boolean ends(RunLoop loop, boolean isIdle) {
        boolean mayEnd = owner.isShutdown() || (isIdle && loop.contents().isUnused());
        return mayEnd && inFlight.closeIfEmpty();
    }

    @Override
    public void isOver() {
        var _ = inFlight.close(); // it may have been stopped
        isOver = true;
        owner.ending(this);
    }

    /** Whether the loop has ended. Its thread may still be about to. */
    boolean hasEnded() {
        return isOver;
    }
}

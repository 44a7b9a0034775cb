package dev.runloop;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What a loop serves: a table for each mode, and the blocks that wait for theirs. Other threads do not reach in here;
 * what they change arrives by the inbox, and {@link #takeIn()} is called before each look.
 *
 * <p>Not thread-safe but for {@link #inbox()}: it belongs to the loop's thread.
 */
final class LoopContents {
    private static final Block[] NO_BLOCKS = {};

    private final RunLoopClock clock;
    private final Queue<InboxEntry> inbox;
    private final List<ModeTable> tables = new ArrayList<>(1); // few, so a search beats hashing
    private final List<Block> blocks = new ArrayList<>(0);

    LoopContents(RunLoopClock clock, Queue<InboxEntry> inbox) {
        this.clock = clock;
        this.inbox = inbox;
    }

    /** Where other threads put what they change. */
    Queue<InboxEntry> inbox() {
        return inbox;
    }

    /** Makes everything that other threads have changed so far take effect. */
    void takeIn() {
        for (InboxEntry entry = inbox.poll(); entry != null; entry = inbox.poll()) {
            takeEffect(entry);
        }
    }

    void takeEffect(InboxEntry entry) {
        switch (entry) {
            case Membership membership -> table(membership.mode).lookAgainAt(membership);
            case Block block -> blocks.add(block);
        }
    }

    /** The table of a mode; an empty one if nothing was ever in it. */
    ModeTable table(RunLoopMode mode) {
        for (ModeTable table : tables) {
            if (table.mode.equals(mode)) {
                return table;
            }
        }
        ModeTable table = new ModeTable(mode, clock::rank);
        tables.add(table);
        return table;
    }

    /** Takes out all blocks, in the order in which they were queued. */
    Block[] takeBlocks() {
        takeIn();
        if (blocks.isEmpty()) {
            return NO_BLOCKS;
        }
        Block[] taken = blocks.toArray(NO_BLOCKS);
        blocks.clear();
        return taken;
    }

    /** Puts blocks that could not run back in front of those queued meanwhile. */
    void putBack(List<Block> kept) {
        blocks.addAll(0, kept);
    }

    /** Whether nothing could ever happen in the mode of this table. */
    boolean isEmpty(ModeTable table, CommonModes commonModes) {
        takeIn();
        return !table.hasSourcesOrTimers()
                && blocks.stream().noneMatch(block -> block.isFor(table.mode, commonModes.common()));
    }

    /** Everything in every mode; for the end of the loop, which forgets the blocks. */
    List<Membership> close() {
        takeIn();
        blocks.clear();
        return tables.stream().flatMap(table -> table.all().stream()).toList();
    }
}

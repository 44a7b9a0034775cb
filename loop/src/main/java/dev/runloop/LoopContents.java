package dev.runloop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a loop serves: a table for each mode, and the blocks that wait for theirs. Other threads do not reach in here;
 * what they change arrives by the inbox, and {@link #takeIn()} is called before each look.
 *
 * <p>Not thread-safe but for {@link #inbox()} and what is said to be for everyone: it belongs to the loop's thread.
 */
final class LoopContents {
    private static final Block[] NO_BLOCKS = {};

    private final RunLoopClock clock;
    private final Queue<InboxEntry> inbox;
    private volatile ModeTable[] tables = {}; // few, so a search beats hashing; never changed in place
    private List<Block> blocks = List.of(); // to be added to as soon as there was one

    private @Nullable Channels channels; // null as long as there was none

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
            case Membership membership -> lookAgainAt(membership);
            case Block block -> blocksToAddTo().add(block);
        }
    }

    private void lookAgainAt(Membership membership) {
        table(membership.mode).lookAgainAt(membership);
        if (membership.item instanceof ChannelSource source) {
            lookAgainAtChannel(source, membership.loop);
        }
    }

    private void lookAgainAtChannel(ChannelSource source, RunLoop loop) {
        try {
            if (channels == null) {
                channels = new Channels(loop);
            }
            channels.lookAgainAt(source);
        } catch (IOException e) { // no selector to be had
            loop.callouts().report(e);
            source.invalidate();
        }
    }

    /** Finds out which channels are ready, unless there is something to do for a mode in any case. */
    void pollChannels(ModeTable table) {
        if (channels != null) {
            channels.poll(!table.readyToWake().isEmpty());
        }
    }

    /** The table of a mode; an empty one if nothing was ever in it. */
    ModeTable table(RunLoopMode mode) {
        for (ModeTable table : tables) {
            if (table.mode.equals(mode)) {
                return table;
            }
        }
        ModeTable made = new ModeTable(mode, clock);
        ModeTable[] more = Arrays.copyOf(tables, tables.length + 1);
        more[tables.length] = made;
        tables = more;
        return made;
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

    private List<Block> blocksToAddTo() {
        if (!(blocks instanceof ArrayList)) {
            blocks = new ArrayList<>();
        }
        return blocks;
    }

    /** Puts blocks that could not run back in front of those queued meanwhile. */
    void putBack(List<Block> kept) {
        blocksToAddTo().addAll(0, kept);
    }

    /** Whether nothing could ever happen in the mode of this table. */
    boolean isEmpty(ModeTable table, Set<RunLoopMode> common) {
        takeIn();
        return !table.canDoSomething() && blocks.stream().noneMatch(block -> block.isFor(table.mode, common));
    }

    /** From now on a mode counts as one with a source: its loop is there to be given work. */
    void keepAlive(RunLoopMode mode) {
        table(mode).keepAlive();
    }

    /** Whether there is nothing in any mode that could ever happen. */
    boolean isUnused() {
        takeIn();
        return blocks.isEmpty() && Arrays.stream(tables).noneMatch(ModeTable::hasSourcesOrTimers);
    }

    /** The tables that there are; for everyone. */
    ModeTable[] tables() {
        return tables;
    }

    /** About how many blocks wait; for everyone. */
    int blockCount() {
        return blocks.size();
    }

    /** Everything in every mode; for the end of the loop, which forgets the blocks. */
    List<Membership> close() {
        takeIn();
        blocks = List.of();
        if (channels != null) {
            channels.close();
        }
        return Arrays.stream(tables).flatMap(table -> table.all().stream()).toList();
    }
}

package dev.runloop;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What a loop serves: a table for each mode, and the blocks that wait for their modes. Changes made by other threads
 * arrive in the inbox; {@link #drainInbox()} is called before each look.
 *
 * <p>A table is created with the first thing in its mode, on whatever thread, and dropped with the last; the table of
 * the default mode is always there.
 *
 * <p>Not thread-safe, except for what says "any thread": it belongs to the loop's thread.
 */
final class LoopContents {
    private static final int MOST_EMPTIED = 64;
    private static final VarHandle OTHERS =
            fieldVarHandle(lookup(), "others", VarHandle.class, LoopContents.class, ConcurrentMap.class);

    private final RunLoop loop;
    private final Inbox inbox = new Inbox();
    private final ModeTable ofDefault = new ModeTable(RunLoopMode.DEFAULT, this, ModeTable.HOLD);
    private volatile @Nullable ConcurrentMap<RunLoopMode, ModeTable> others; // null until needed
    private final Block.Queue commonBlocks = new Block.Queue();
    private long blocksEver; // how many have been queued so far
    private long blocksTaken; // those up to this one belong to a drain in progress
    private int blocksNow; // how many are waiting
    private final Set<RunLoopMode> emptied = ConcurrentHashMap.newKeySet(0); // and forgotten recently

    private @Nullable Channels channels; // null until needed

    LoopContents(RunLoop loop) {
        this.loop = loop;
    }

    RunLoopClock clock() {
        return loop.clock();
    }

    /** Where other threads put their changes. Any thread. */
    Inbox inbox() {
        return inbox;
    }

    /** Applies everything that other threads have changed so far. */
    void drainInbox() {
        for (Inbox.Change change = inbox.poll(); change != null; change = inbox.poll()) {
            apply(change);
        }
    }

    void apply(Inbox.Change change) {
        switch (change) {
            case Membership membership -> refresh(membership);
            case Block block -> {
                block.queueUp(++blocksEver, commonBlocks);
                blocksNow++;
            }
            default -> throw new AssertionError(change); // the others never leave the inbox
        }
    }

    private void refresh(Membership membership) {
        membership.table.refresh(membership);
        if (membership.item instanceof ChannelSource source) {
            refreshChannel(source);
        }
    }

    private void refreshChannel(ChannelSource source) {
        try {
            if (channels == null) {
                channels = new Channels(loop);
            }
            channels.refresh(source);
        } catch (IOException e) { // no selector could be opened
            loop.callouts().report(e);
            source.invalidate();
        }
    }

    /** Finds out, without waiting, which channels are ready; seldom if the mode has something else to do. */
    void pollChannels(ModeTable table) {
        if (channels != null) {
            channels.poll(!table.readySource1s().isEmpty());
        }
    }

    /** A block for these modes, which holds their tables. Any thread. */
    Block newBlock(Set<RunLoopMode> modes, Runnable body) {
        ModeTable[] tables = modes.stream()
                .filter(mode -> !mode.isCommonMarker())
                .map(mode -> hold(mode, ModeTable.HOLD))
                .toArray(ModeTable[]::new);
        return new Block(tables, modes.contains(RunLoopMode.COMMON), body);
    }

    /** The table of a mode, created if there is none, and held for this use. Any thread. */
    ModeTable hold(RunLoopMode mode, long use) {
        if (mode.equals(RunLoopMode.DEFAULT)) {
            ofDefault.hold(use);
            return ofDefault;
        }
        ConcurrentMap<RunLoopMode, ModeTable> tables = othersToAddTo();
        while (true) {
            ModeTable present = tables.get(mode);
            if (present == null) {
                var made = new ModeTable(mode, this, use);
                present = tables.putIfAbsent(mode, made);
                if (present == null) {
                    return made;
                }
            }
            if (present.hold(use)) {
                return present;
            }
            tables.remove(mode, present); // the thread that dropped it is about to do the same
        }
    }

    private ConcurrentMap<RunLoopMode, ModeTable> othersToAddTo() {
        ConcurrentMap<RunLoopMode, ModeTable> present = others;
        if (present == null) {
            OTHERS.compareAndSet(this, null, new ConcurrentHashMap<RunLoopMode, ModeTable>(2));
            present = requireNonNull(others);
        }
        return present;
    }

    /** The table of a mode, if there is one. Any thread. */
    @Nullable
    ModeTable find(RunLoopMode mode) {
        if (mode.equals(RunLoopMode.DEFAULT)) {
            return ofDefault;
        }
        ConcurrentMap<RunLoopMode, ModeTable> present = others;
        return present == null ? null : present.get(mode);
    }

    /** A table has been dropped. Any thread. */
    void forget(ModeTable table) {
        if (emptied.size() >= MOST_EMPTIED) {
            emptied.clear();
        }
        emptied.add(table.mode);
        requireNonNull(others).remove(table.mode, table);
    }

    /** Nothing keeps the runs of this mode going any more. Any thread. */
    void isKeptNoLonger(ModeTable table) {
        Run run = loop.currentRun();
        if (run != null && run.table() == table && !loop.isCurrent()) {
            loop.gate().nudge();
        }
    }

    /** The default mode, the modes that have items, blocks or runs, and some that had any recently. Any thread. */
    Set<RunLoopMode> modes() {
        ConcurrentMap<RunLoopMode, ModeTable> present = others;
        if (present == null) {
            return CommonModes.INITIAL;
        }
        Set<RunLoopMode> modes = new HashSet<>(present.keySet());
        modes.addAll(emptied);
        modes.add(RunLoopMode.DEFAULT);
        return Set.copyOf(modes);
    }

    /**
     * Begins to take out blocks. All blocks queued so far, of whatever mode, belong to this drain, and a nested run
     * does not see them. Returns what {@link #endDrain} needs.
     */
    long beginDrain() {
        drainInbox();
        long before = blocksTaken;
        blocksTaken = blocksEver;
        return before;
    }

    /** Takes out the first block of this drain that may run in this mode. */
    @Nullable
    Block takeBlock(ModeTable table, boolean isCommon, long before) {
        Block first = table.blocks().firstAfter(before);
        Block common = isCommon ? commonBlocks.firstAfter(before) : null;
        if (first == null || (common != null && common.number < first.number)) {
            first = common;
        }
        if (first == null || first.number > blocksTaken) {
            return null;
        }
        first.leave();
        blocksNow--;
        return first;
    }

    /** Blocks that could not run keep waiting. */
    void endDrain(long before) {
        blocksTaken = before;
    }

    /** Whether nothing could ever happen in the mode of this table, as far as the inbox has been drained. */
    boolean isEmpty(ModeTable table, boolean isCommon) {
        return !table.canDoSomething()
                && table.blocks().hasNoneAfter(blocksTaken)
                && !(isCommon && !commonBlocks.hasNoneAfter(blocksTaken));
    }

    /** From now on the mode counts as having a source: its loop is there to be given work. */
    void keepAlive(RunLoopMode mode) {
        ModeTable table = hold(mode, ModeTable.HOLD);
        table.keepAlive();
        table.release(ModeTable.HOLD);
    }

    /** Whether nothing could ever happen in any mode. */
    boolean isUnused() {
        drainInbox();
        return blocksNow == 0 && tables().stream().noneMatch(ModeTable::hasSourcesOrTimers);
    }

    /** The existing tables, that of the default mode first. Any thread. */
    List<ModeTable> tables() {
        ConcurrentMap<RunLoopMode, ModeTable> present = others;
        if (present == null) {
            return List.of(ofDefault);
        }
        List<ModeTable> tables = new ArrayList<>();
        tables.add(ofDefault);
        tables.addAll(present.values());
        return tables;
    }

    /** Roughly how many blocks wait. Any thread. */
    int blockCount() {
        return blocksNow;
    }

    /** Everything in every mode; for the end of the loop. */
    List<Membership> close() {
        drainInbox();
        if (channels != null) {
            channels.close();
        }
        List<Membership> all = new ArrayList<>();
        for (ModeTable table : tables()) {
            all.addAll(table.all());
        }
        return all;
    }
}

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
 * What a loop serves: a table for each mode, and the blocks that wait for theirs. What other threads change arrives by
 * the inbox, and {@link #drainInbox()} is called before each look.
 *
 * <p>A table comes into being with the first thing in its mode, on whatever thread, and goes with the last; that of the
 * default mode is always there.
 *
 * <p>Not thread-safe but for what is said to be for everyone: it belongs to the loop's thread.
 */
final class LoopContents {
    private static final int MOST_EMPTIED = 64;
    private static final VarHandle OTHERS = fieldVarHandle(lookup(), "others", VarHandle.class, LoopContents.class, ConcurrentMap.class);

    private final RunLoop loop;
    private final Inbox inbox = new Inbox();
    private final ModeTable ofDefault = new ModeTable(RunLoopMode.DEFAULT, this, ModeTable.HOLD);
    private volatile @Nullable ConcurrentMap<RunLoopMode, ModeTable> others; // null as long as there was none
    private final Block.Queue commonBlocks = new Block.Queue();
    private long blocksEver; // how many have been queued
    private long blocksTaken; // up to this one they belong to a drain in progress
    private int blocksNow; // how many wait
    private final Set<RunLoopMode> emptied = ConcurrentHashMap.newKeySet(0); // that were forgotten lately

    private @Nullable Channels channels; // null as long as there was none

    LoopContents(RunLoop loop) {
        this.loop = loop;
    }

    RunLoopClock clock() {
        return loop.clock();
    }

    /** Where other threads put what they change; for everyone. */
    Inbox inbox() {
        return inbox;
    }

    /** Makes everything that other threads have changed so far take effect. */
    void drainInbox() {
        for (Inbox.Change entry = inbox.poll(); entry != null; entry = inbox.poll()) {
            apply(entry);
        }
    }

    void apply(Inbox.Change entry) {
        switch (entry) {
            case Membership membership -> refresh(membership);
            case Block block -> {
                block.queueUp(++blocksEver, commonBlocks);
                blocksNow++;
            }
            default -> throw new AssertionError(entry); // the others do not leave the inbox
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
        } catch (IOException e) { // no selector to be had
            loop.callouts().report(e);
            source.invalidate();
        }
    }

    /** Finds out which channels are ready, unless there is something to do for a mode in any case. */
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

    /** The table of a mode, held for this use, and made if there is none. For everyone. */
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
            tables.remove(mode, present); // the thread that has dropped it is about to
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

    /** The table of a mode, if there is one. For everyone. */
    @Nullable
    ModeTable find(RunLoopMode mode) {
        if (mode.equals(RunLoopMode.DEFAULT)) {
            return ofDefault;
        }
        ConcurrentMap<RunLoopMode, ModeTable> present = others;
        return present == null ? null : present.get(mode);
    }

    /** A table has been dropped. For everyone. */
    void forget(ModeTable table) {
        if (emptied.size() >= MOST_EMPTIED) {
            emptied.clear();
        }
        emptied.add(table.mode);
        requireNonNull(others).remove(table.mode, table);
    }

    /** What kept the runs of this mode going has left. For everyone. */
    void isKeptNoLonger(ModeTable table) {
        Run run = loop.currentRun();
        if (run != null && run.table() == table && !loop.isCurrent()) {
            loop.gate().nudge();
        }
    }

    /** The modes in which something is or waits, those where it lately was, and the default mode. For everyone. */
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
     * Begins to take out blocks: all that have been queued until now, of whatever mode, belong to this drain, and a nested
     * run does not see them. Answers what {@link #endDrain} needs.
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

    /** What could not run waits on. */
    void endDrain(long before) {
        blocksTaken = before;
    }

    /** Whether nothing could ever happen in the mode of this table, by what has been taken in. */
    boolean isEmpty(ModeTable table, boolean isCommon) {
        return !table.canDoSomething()
                && table.blocks().hasNoneAfter(blocksTaken)
                && !(isCommon && !commonBlocks.hasNoneAfter(blocksTaken));
    }

    /** From now on a mode counts as one with a source: its loop is there to be given work. */
    void keepAlive(RunLoopMode mode) {
        ModeTable table = hold(mode, ModeTable.HOLD);
        table.keepAlive();
        table.release(ModeTable.HOLD);
    }

    /** Whether there is nothing in any mode that could ever happen. */
    boolean isUnused() {
        drainInbox();
        return blocksNow == 0 && tables().stream().noneMatch(ModeTable::hasSourcesOrTimers);
    }

    /** The tables that there are, that of the default mode first; for everyone. */
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

    /** About how many blocks wait; for everyone. */
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

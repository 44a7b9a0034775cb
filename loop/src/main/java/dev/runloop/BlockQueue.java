package dev.runloop;

import org.jspecify.annotations.Nullable;

/**
 * The blocks that wait for a mode, in the order in which they were queued.
 *
 * <p>Not thread-safe: it belongs to the loop's thread.
 */
final class BlockQueue {
    private Block.@Nullable Place first;
    private Block.@Nullable Place last;

    /** Whether there is none that was queued after that one. */
    boolean hasNoneAfter(long number) {
        Block.Place present = last;
        return present == null || present.block.number <= number;
    }

    /** The first that was queued after that one; a drain runs all that are looked at for it. */
    @Nullable
    Block firstAfter(long number) {
        if (first != null && first.block.number > number) {
            return first.block;
        }
        Block found = null;
        for (Block.Place at = last; at != null && at.block.number > number; at = at.before) {
            found = at.block;
        }
        return found;
    }

    Block.Place add(Block block) {
        var place = new Block.Place(block, this);
        Block.Place before = last;
        place.before = before;
        if (before == null) {
            first = place;
        } else {
            before.after = place;
        }
        last = place;
        return place;
    }

    void remove(Block.Place place) {
        Block.Place before = place.before;
        Block.Place after = place.after;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
    }
}

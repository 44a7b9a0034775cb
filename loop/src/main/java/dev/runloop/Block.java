package dev.runloop;

import org.jspecify.annotations.Nullable;

/**
 * A piece of code that waits for one of its modes. It holds the tables of these modes until it runs, and is in the
 * queue of each.
 *
 * <p>Immutable until it has reached the loop; the rest belongs to the loop's thread.
 */
final class Block extends Inbox.Change {
    final Runnable body;
    final ModeTable[] tables; // of its modes, without the common ones
    final boolean isCommon; // also waits for any common mode

    long number; // by the order in which blocks reach the loop
    private Place[] places = {};

    /** The place of a block in the queue of one of its modes. */
    static final class Place {
        final Block block;
        final Queue queue;

        @Nullable
        Place before;

        @Nullable
        Place after;

        Place(Block block, Queue queue) {
            this.block = block;
            this.queue = queue;
        }
    }

    Block(ModeTable[] tables, boolean isCommon, Runnable body) {
        this.tables = tables;
        this.isCommon = isCommon;
        this.body = body;
    }

    /** Joins the queue of each of its modes. */
    void queueUp(long number, Queue common) {
        this.number = number;
        places = new Place[tables.length + (isCommon ? 1 : 0)];
        for (int i = 0; i < tables.length; i++) {
            places[i] = tables[i].blocks().add(this);
        }
        if (isCommon) {
            places[tables.length] = common.add(this);
        }
    }

    /** Leaves all queues, to be run. */
    void leave() {
        for (Place place : places) {
            place.queue.remove(place);
        }
        for (ModeTable table : tables) {
            table.release(ModeTable.HOLD);
        }
    }

    /**
     * The blocks that wait for a mode, in the order in which they were queued. Not thread-safe: it belongs to the
     * loop's thread.
     */
    static final class Queue {
        private @Nullable Place first;
        private @Nullable Place last;

        /** Whether none was queued after this number. */
        boolean hasNoneAfter(long number) {
            Place present = last;
            return present == null || present.block.number <= number;
        }

        /**
         * The first that was queued after this number. The blocks passed over in the search all belong to the drain
         * that asks.
         */
        @Nullable
        Block firstAfter(long number) {
            if (first != null && first.block.number > number) {
                return first.block;
            }
            Block found = null;
            for (Place at = last; at != null && at.block.number > number; at = at.before) {
                found = at.block;
            }
            return found;
        }

        Place add(Block block) {
            var place = new Place(block, this);
            Place before = last;
            place.before = before;
            if (before == null) {
                first = place;
            } else {
                before.after = place;
            }
            last = place;
            return place;
        }

        void remove(Place place) {
            Place before = place.before;
            Place after = place.after;
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
}

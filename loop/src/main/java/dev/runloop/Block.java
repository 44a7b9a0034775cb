package dev.runloop;

import org.jspecify.annotations.Nullable;

/**
 * A piece of code that waits for one of its modes. It holds their tables until it runs, and lies in the queue of each.
 *
 * <p>Immutable until it has reached the loop, to whose thread the rest belongs.
 */
final class Block extends InboxEntry {
    final Runnable body;
    final ModeTable[] tables; // of its modes but for the common ones
    final boolean isCommon; // waits for any common mode too

    long number; // in the order in which blocks have reached the loop
    private Place[] places = {};

    /** The place of a block in the queue of one of its modes. */
    static final class Place {
        final Block block;
        final BlockQueue queue;

        @Nullable
        Place before;

        @Nullable
        Place after;

        Place(Block block, BlockQueue queue) {
            this.block = block;
            this.queue = queue;
        }
    }

    Block(ModeTable[] tables, boolean isCommon, Runnable body) {
        this.tables = tables;
        this.isCommon = isCommon;
        this.body = body;
    }

    /** Queues up for each of its modes. */
    void queueUp(long number, BlockQueue common) {
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
}

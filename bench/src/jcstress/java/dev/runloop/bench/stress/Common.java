package dev.runloop.bench.stress;

import dev.runloop.RunLoopItem;

/** What the stress tests need of the common modes of a loop, so that they can be put to broken ones too. */
interface Common {
    /** Anyone: has an item be in all common modes. */
    void add(RunLoopItem item);

    /** Anyone: whether an item is a common one. */
    boolean has(RunLoopItem item);

    /** Anyone: makes one more mode a common one. */
    void makeModeCommon();

    /** Anyone: whether an item is in that mode. */
    boolean isInMode(RunLoopItem item);
}

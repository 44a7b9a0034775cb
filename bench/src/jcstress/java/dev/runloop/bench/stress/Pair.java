package dev.runloop.bench.stress;

/** What the stress tests need of a source in a loop, so that they can be put to a broken one too. */
interface Pair {
    /** Anyone: puts it into the loop. */
    void come();

    /** Anyone: takes it out. */
    void leave();

    /** The end of the loop. */
    void end();
}

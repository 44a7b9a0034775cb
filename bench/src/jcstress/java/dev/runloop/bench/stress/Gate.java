package dev.runloop.bench.stress;

/** What the stress tests need of a wake gate, so that they can be put to a broken one too. */
interface Gate {
    /** The loop: sleeps, unless there is something in the inbox. */
    void sleep();

    /** A producer, after it has put something into the inbox. */
    void rouse();
}

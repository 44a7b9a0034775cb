package dev.runloop.bench.stress;

/** What the stress tests need of a mailbox, so that they can be put to broken ones too. */
interface Mail {
    /** A sender that finds a place. */
    void put();

    /** A sender that waits if need be; answers whether it found a place. */
    boolean send();

    /** The consumer, which has been called: takes out a message. */
    void take();

    /** The consumer: is done for this time. */
    void settle();

    /** Whether one of those who wait may try again. */
    boolean letsSomebodyTryAgain();
}

package dev.runloop.bench.stress;

/** What the stress tests need of a loop that ends, so that they can be put to a broken one too. */
interface Host {
    /** Anyone: puts somebody into the loop who is to be told of its end; false if that is refused. */
    boolean add(Runnable told);

    /** The end. */
    void end();
}

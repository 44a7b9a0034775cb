package dev.runloop.bench.soak;

import java.util.Locale;

/** Lanes that come and go together. */
enum Cohort {
    /** They live as long as the run, so whatever a loop retains shows in the heap. */
    LASTING,
    /** They end with each round and are replaced, so whatever a loop leaves behind shows. */
    FLEETING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

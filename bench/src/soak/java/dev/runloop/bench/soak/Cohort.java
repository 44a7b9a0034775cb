package dev.runloop.bench.soak;

import java.util.Locale;

/** Lanes that come and go together. */
enum Cohort {
    /** They live as long as the run: what a loop keeps for good shows in the heap. */
    LASTING,
    /** They die at the end of each round, and others take their places: what is left behind shows. */
    FLEETING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.runloop.bench.soak;

import java.util.Set;

/**
 * A kind of load, which can be started any number of times.
 *
 * @param name short, for the names of its threads
 * @param threads the kinds of thread its loops can run on
 * @param starter starts a lane
 */
record LaneKind(String name, Set<ThreadKind> threads, Starter starter) {

    @FunctionalInterface
    interface Starter {
        /** Starts a lane with loops of its own. */
        Lane start(LaneContext context) throws Exception;
    }

    /** A kind that works on both kinds of thread. */
    LaneKind(String name, Starter starter) {
        this(name, Set.of(ThreadKind.values()), starter);
    }
}

package dev.runloop.bench.soak;

import java.util.Set;

/**
 * A kind of load, to be started any number of times.
 *
 * @param name short; the threads of the lane have it in their names
 * @param threads the kinds of thread that it can have its loops on
 * @param starter starts a lane at a context
 */
record LaneKind(String name, Set<ThreadKind> threads, Starter starter) {

    /** Starts lanes. */
    @FunctionalInterface
    interface Starter {
        /** Starts a lane with loops of its own. */
        Lane start(LaneContext context) throws Exception;
    }

    /** One that can have its loops on both kinds of thread. */
    LaneKind(String name, Starter starter) {
        this(name, Set.of(ThreadKind.values()), starter);
    }
}

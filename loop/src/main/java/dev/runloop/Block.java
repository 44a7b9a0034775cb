package dev.runloop;

import java.util.Set;

/** A piece of code that waits for one of its modes. */
record Block(Set<RunLoopMode> modes, Runnable body) implements InboxEntry {

    /** Whether it may run in this mode, given those that are common at this moment. */
    boolean isFor(RunLoopMode mode, Set<RunLoopMode> common) {
        return modes.contains(mode) || (modes.contains(RunLoopMode.COMMON) && common.contains(mode));
    }
}

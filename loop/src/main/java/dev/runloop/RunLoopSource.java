package dev.runloop;

/**
 * A source of work for loops: something that now and then has something to perform on the thread of the loop it is
 * in. It keeps its modes from being empty, so a loop that runs in one of them goes on waiting for it.
 *
 * <p>A source may be in many modes and many loops. Sources are compared by identity. Answers to
 * {@code CFRunLoopSource}.
 */
public abstract sealed class RunLoopSource extends RunLoopItem permits Source0 {

    RunLoopSource(int order) {
        super(order);
    }

    @Override
    final boolean admits(Membership[] present, RunLoop loop) {
        return true;
    }
}

package dev.runloop.bench.stress;

import dev.runloop.internal.WaitStrategy;
import java.util.Queue;

/**
 * A gate that is wrong in the way in which such gates are: it looks for work first and announces its sleep second. What is
 * offered between the two is seen by nobody.
 */
final class BrokenGate implements Gate {
    private final WaitStrategy waiting;
    private final Queue<?> inbox;
    private volatile boolean asleep;

    BrokenGate(WaitStrategy waiting, Queue<?> inbox) {
        this.waiting = waiting;
        this.inbox = inbox;
    }

    @Override
    public void sleep() {
        if (inbox.isEmpty()) {
            asleep = true;
            waiting.await();
            asleep = false;
        }
    }

    @Override
    public void rouse() {
        if (asleep) {
            waiting.endWait();
        }
    }
}

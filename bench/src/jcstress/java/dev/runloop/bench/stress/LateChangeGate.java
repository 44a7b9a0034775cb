package dev.runloop.bench.stress;

import dev.runloop.internal.WaitStrategy;
import java.util.Queue;

/** A gate that announces its sleep first and changes its way of waiting second: a producer may end a wait in the old way. */
final class LateChangeGate implements Gate {
    private final WaitStrategy next;
    private final Queue<?> inbox;
    private WaitStrategy waiting = new OtherWait();
    private volatile boolean asleep;

    LateChangeGate(WaitStrategy next, Queue<?> inbox) {
        this.next = next;
        this.inbox = inbox;
    }

    @Override
    public void sleep() {
        asleep = true;
        waiting = next;
        if (inbox.isEmpty()) {
            waiting.await();
        }
        asleep = false;
    }

    @Override
    public void rouse() {
        if (asleep) {
            waiting.endWait();
        }
    }
}

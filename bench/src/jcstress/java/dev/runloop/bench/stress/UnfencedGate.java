package dev.runloop.bench.stress;

import dev.runloop.internal.WaitStrategy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;

/**
 * A gate that does the right things in the right order, but announces its sleep with a release store. The processor may
 * look into the inbox before others can see the announcement, so that neither side sees the other.
 */
final class UnfencedGate implements Gate {
    private static final VarHandle ASLEEP;

    static {
        try {
            ASLEEP = MethodHandles.lookup().findVarHandle(UnfencedGate.class, "asleep", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WaitStrategy waiting;
    private final Queue<?> inbox;

    @SuppressWarnings("UnusedVariable") // by its handle
    private boolean asleep;

    UnfencedGate(WaitStrategy waiting, Queue<?> inbox) {
        this.waiting = waiting;
        this.inbox = inbox;
    }

    @Override
    public void sleep() {
        ASLEEP.setRelease(this, true);
        if (inbox.isEmpty()) {
            waiting.await();
        }
        ASLEEP.setRelease(this, false);
    }

    @Override
    public void rouse() {
        if ((boolean) ASLEEP.getAcquire(this)) {
            waiting.endWait();
        }
    }
}

package dev.runloop.bench.stress;

import dev.runloop.internal.WaitStrategy;
import dev.runloop.internal.WakeGate;
import java.util.Queue;

/** The gate of the loops, used in the ways in which it is used. */
final class Gates {
    private Gates() {}

    /** Roused by a nudge, as by a source with a wake-up or a change from another thread. */
    static Gate nudged(WaitStrategy waiting, Queue<?> inbox) {
        var gate = new WakeGate(waiting, inbox::isEmpty);
        return new Gate() {
            @Override
            public void sleep() {
                gate.sleep();
            }

            @Override
            public void rouse() {
                gate.nudge();
            }
        };
    }

    /** Roused by a nudge that leaves those alone who will wake up early enough; this one would not. */
    static Gate nudgedForDeadline(WaitStrategy waiting, Queue<?> inbox) {
        var gate = new WakeGate(waiting, inbox::isEmpty);
        return new Gate() {
            @Override
            public void sleep() {
                gate.sleepUntil(1_000);
            }

            @Override
            public void rouse() {
                gate.nudgeIfLaterThan(10);
            }
        };
    }

    /** Roused by a nudge, by a loop that has just changed its way of waiting, as with its first channel. */
    static Gate changingItsWait(WaitStrategy waiting, Queue<?> inbox) {
        var gate = new WakeGate(new OtherWait(), inbox::isEmpty);
        return new Gate() {
            @Override
            public void sleep() {
                gate.waitBy(waiting);
                gate.sleep();
            }

            @Override
            public void rouse() {
                gate.nudge();
            }
        };
    }

    /** Roused by a wake-up, as by {@code RunLoop.wakeUp()}, in a run. */
    static Gate woken(WaitStrategy waiting, Queue<?> inbox) {
        var gate = new WakeGate(waiting, inbox::isEmpty);
        gate.accept();
        return new Gate() {
            @Override
            public void sleep() {
                gate.sleep();
            }

            @Override
            public void rouse() {
                gate.wake();
            }
        };
    }
}

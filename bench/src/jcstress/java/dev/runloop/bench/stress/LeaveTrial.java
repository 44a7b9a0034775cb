package dev.runloop.bench.stress;

import dev.runloop.internal.InFlight;
import java.util.concurrent.atomic.AtomicInteger;

/** A place that is closed while the last one inside leaves; one of the two is told that this is the end. */
abstract class LeaveTrial {
    private final Door door;

    LeaveTrial(Door door) {
        this.door = door;
    }

    /** A place with one inside. */
    interface Door {
        boolean leave();

        boolean close();
    }

    /** That of keyed loops. */
    static Door real() {
        var inFlight = new InFlight();
        var _ = inFlight.enter();
        return new Door() {
            @Override
            public boolean leave() {
                return inFlight.leave();
            }

            @Override
            public boolean close() {
                return inFlight.close();
            }
        };
    }

    /** One that notes the change first, and looks at what the other has noted second. */
    static Door lookingAfterwards() {
        var inside = new AtomicInteger(1);
        return new Door() {
            private volatile boolean closed;

            @Override
            public boolean leave() {
                boolean isLast = inside.decrementAndGet() == 0;
                Pace.leaveRoom();
                return isLast && closed;
            }

            @Override
            public boolean close() {
                closed = true;
                return inside.get() == 0;
            }
        };
    }

    final int leave() {
        return door.leave() ? 1 : 0;
    }

    final int close() {
        return door.close() ? 1 : 0;
    }
}

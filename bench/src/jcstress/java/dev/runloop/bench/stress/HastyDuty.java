package dev.runloop.bench.stress;

import dev.runloop.executors.confined.CarrierState;

/**
 * The duty to carry as one gets it wrong: a carrier looks for work first, and says that it goes second. What is
 * brought between the two is left lying.
 */
final class HastyDuty {
    private final CarrierState.Carrying carrying;
    private volatile boolean isThere = true; // the one who carries

    HastyDuty(CarrierState.Carrying carrying) {
        this.carrying = carrying;
    }

    void leave() {
        if (!carrying.isNeeded()) {
            isThere = false;
            carrying.leaveLoop();
        }
    }

    void rest() {
        if (carrying.hasWork()) {
            carrying.startSuccessor();
        } else {
            isThere = false;
        }
    }

    /** Of one who helps: whether he goes to wait. */
    boolean waits() {
        if (carrying.hasWork()) {
            return false;
        }
        isThere = false;
        return true;
    }

    void wakeLoop() {
        if (!isThere) {
            carrying.enterLoop();
        }
        carrying.signal();
    }

    void wakeSuccessor() {
        if (!isThere) {
            carrying.startSuccessor();
        }
    }

    void wakeHelper() {
        if (!isThere) {
            carrying.wakeHelper();
        }
    }
}

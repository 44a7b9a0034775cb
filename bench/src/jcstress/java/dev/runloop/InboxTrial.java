package dev.runloop;

import dev.runloop.bench.stress.Pace;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A membership that other threads change, and that asks the loop by way of its inbox to be looked at again. */
public abstract class InboxTrial {
    private static final RunLoop LOOP = UnrunLoop.make();
    private static final ModeTable TABLE = LOOP.contents().hold(RunLoopMode.DEFAULT, ModeTable.HOLD);
    private static final Source0 ITEM = Source0.create(() -> {});

    private final Box box;
    private volatile boolean changed; // by a producer
    private boolean seen; // by the loop

    /** What is tried. */
    protected enum Boxes {
        /** The inbox of loops. */
        REAL {
            @Override
            Box make() {
                var inbox = new Inbox();
                var membership = new Membership(ITEM, LOOP, TABLE);
                return new Box() {
                    @Override
                    public void offer() {
                        inbox.offer(membership);
                    }

                    @Override
                    public boolean poll() {
                        return inbox.poll() != null;
                    }
                };
            }
        },
        /** One in which a membership lies until the loop has looked at it. */
        NOTING_TOO_LATE {
            @Override
            Box make() {
                return new Broken() {
                    private boolean isLookedAt;

                    @Override
                    public boolean poll() {
                        if (isLookedAt) {
                            claimed.set(false);
                        }
                        isLookedAt = entries.poll() != null;
                        return isLookedAt;
                    }
                };
            }
        },
        /** One in which a producer relies on the claim of another. */
        RELYING_ON_CLAIMS {
            @Override
            Box make() {
                return new Broken() {
                    @Override
                    public boolean poll() {
                        if (entries.poll() == null) {
                            return false;
                        }
                        claimed.set(false);
                        return true;
                    }
                };
            }
        };

        abstract Box make();
    }

    /** The membership and its inbox. */
    interface Box {
        /** Anyone: has the loop look at the membership. */
        void offer();

        /** The loop: whether it is to look at the membership. */
        boolean poll();
    }

    private abstract static class Broken implements Box {
        final AtomicBoolean claimed = new AtomicBoolean();
        final Queue<String> entries = new ConcurrentLinkedQueue<>();

        @Override
        public void offer() {
            if (claimed.compareAndSet(false, true)) {
                Pace.leaveRoom();
                entries.add("look");
            }
        }
    }

    /**
     * A membership that the loop knows.
     *
     * @param boxes in what kind of inbox
     * @param lies whether it lies there
     */
    protected InboxTrial(Boxes boxes, boolean lies) {
        box = boxes.make();
        if (lies) {
            box.offer();
        }
    }

    /** Anyone: has the loop look at the membership. */
    protected final void offer() {
        box.offer();
    }

    /** A producer: changes the membership, and has the loop look at it. */
    protected final void change() {
        changed = true;
        box.offer();
    }

    /** The loop: takes in what there is; answers whether it has seen the change by now. */
    protected final int takeIn() {
        while (box.poll()) {
            seen |= changed;
        }
        return seen ? 1 : 0;
    }
}

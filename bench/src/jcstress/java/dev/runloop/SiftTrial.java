package dev.runloop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Blocks in an inbox, and between them a membership that has come and gone, which somebody sifts out. */
public abstract class SiftTrial {
    private static final RunLoop LOOP = UnrunLoop.make();
    private static final ModeTable TABLE = LOOP.contents().hold(RunLoopMode.DEFAULT, ModeTable.HOLD);
    private static final Source0 ITEM = Source0.create(() -> {});
    private static final VarHandle ENDED;

    static {
        try {
            ENDED = MethodHandles.privateLookupIn(Membership.class, MethodHandles.lookup())
                    .findVarHandle(Membership.class, "ended", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Siftable inbox;
    private final Block first = block();
    private final Block second = block();
    private final Block third = block();

    /** What is tried. */
    protected enum Inboxes {
        /** The inbox of loops. */
        REAL {
            @Override
            Siftable make() {
                var inbox = new Inbox();
                return new Siftable() {
                    @Override
                    public void offer(InboxEntry entry) {
                        if (entry instanceof Membership membership) {
                            inbox.offer(membership);
                        } else {
                            inbox.offer((Block) entry);
                        }
                    }

                    @Override
                    public void sift() {
                        inbox.sift();
                    }

                    @Override
                    public @Nullable InboxEntry poll() {
                        return inbox.poll();
                    }
                };
            }
        },
        /** One that is emptied to be sifted. */
        TAKING_OUT {
            @Override
            Siftable make() {
                Queue<InboxEntry> inbox = new ConcurrentLinkedQueue<>();
                return new Siftable() {
                    @Override
                    public void offer(InboxEntry entry) {
                        inbox.add(entry);
                    }

                    @Override
                    public void sift() {
                        List<InboxEntry> left = new ArrayList<>();
                        for (InboxEntry entry = inbox.poll(); entry != null; entry = inbox.poll()) {
                            if (!entry.isStale()) {
                                left.add(entry);
                            }
                        }
                        inbox.addAll(left);
                    }

                    @Override
                    public @Nullable InboxEntry poll() {
                        return inbox.poll();
                    }
                };
            }
        };

        abstract Siftable make();
    }

    /** An inbox. */
    interface Siftable {
        /** Anyone: puts something there. */
        void offer(InboxEntry entry);

        /** Anyone: lets go of what is of no use any more. */
        void sift();

        /** The loop: the first that is there. */
        @Nullable
        InboxEntry poll();
    }

    /**
     * Two blocks, and what has come and gone between them.
     *
     * @param inboxes in what kind of inbox
     */
    protected SiftTrial(Inboxes inboxes) {
        inbox = inboxes.make();
        inbox.offer(first);
        var gone = new Membership(ITEM, LOOP, TABLE);
        ENDED.setVolatile(gone, true);
        inbox.offer(gone);
        inbox.offer(second);
    }

    private static Block block() {
        return new Block(new ModeTable[0], false, () -> {});
    }

    /** Somebody sifts, puts a third block there, and sifts again. */
    protected final void sift() {
        inbox.sift();
        inbox.offer(third);
        inbox.sift();
    }

    /** The loop: answers the blocks that it has found, in order, as the digits of a number. */
    protected final int takeIn() {
        int found = 0;
        for (InboxEntry entry = inbox.poll(); entry != null; entry = inbox.poll()) {
            if (entry instanceof Block) {
                found = 10 * found + (entry == first ? 1 : entry == second ? 2 : 3);
            }
        }
        return found;
    }
}

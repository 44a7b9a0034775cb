package dev.runloop.bench.stress;

import dev.runloop.internal.Mailbox;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/** The mailbox of the ports, and mailboxes that are wrong. */
final class Mails {
    private Mails() {}

    /** The mailbox of the ports, with so many places. */
    static Mail mailbox(int places, Runnable ready) {
        var mailbox = new Mailbox<String>(places, ready);
        return new Mail() {
            @Override
            public void put() {
                mailbox.offer("message");
            }

            @Override
            public boolean send() {
                return mailbox.offerOrAnnounce("message");
            }

            @Override
            public void take() {
                mailbox.poll();
            }

            @Override
            public void settle() {
                mailbox.settle();
            }

            @Override
            public boolean letsSomebodyTryAgain() {
                return mailbox.freedPlaces() > 0;
            }
        };
    }

    /** Settles with a look that comes too early: what is offered after it finds the mailbox still claimed. */
    static Mail settlingTooEarly(int places, Runnable ready) {
        return new Broken(places, ready) {
            @Override
            public void settle() {
                boolean empty = queue.isEmpty();
                if (empty) {
                    claimed.set(false);
                } else {
                    ready.run();
                }
            }
        };
    }

    /** Looks for those who wait before it makes a place free. */
    static Mail lookingTooEarly(int places, Runnable ready) {
        return new Broken(places, ready) {
            @Override
            public void take() {
                boolean somebodyWaits = waiting.get() > 0;
                queue.poll();
                freed = somebodyWaits;
            }
        };
    }

    /** A mailbox with the parts that are right; one of them is to be replaced. */
    private abstract static class Broken implements Mail {
        final Queue<String> queue;
        final AtomicBoolean claimed = new AtomicBoolean();
        final AtomicInteger waiting = new AtomicInteger();
        final Runnable ready;
        volatile boolean freed;

        Broken(int places, Runnable ready) {
            this.queue = new MpscVarHandleArrayQueue<>(places);
            this.ready = ready;
        }

        @Override
        public void put() {
            offer();
        }

        @Override
        public boolean send() {
            waiting.incrementAndGet();
            return offer();
        }

        private boolean offer() {
            if (!queue.offer("message")) {
                return false;
            }
            if (!claimed.get() && claimed.compareAndSet(false, true)) {
                ready.run();
            }
            return true;
        }

        @Override
        public void take() {
            queue.poll();
        }

        @Override
        public void settle() {}

        @Override
        public boolean letsSomebodyTryAgain() {
            return freed;
        }
    }
}

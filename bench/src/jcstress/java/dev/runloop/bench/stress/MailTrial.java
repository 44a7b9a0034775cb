package dev.runloop.bench.stress;

import java.util.function.Function;

/**
 * A mailbox with one place and a message in it, of which the consumer has been called. Nobody really waits; that a sender
 * would, and whether it was let go on, is only noted.
 */
abstract class MailTrial {
    private final Mail mail;
    private volatile int calls; // of the thread that is to take messages out

    MailTrial(Function<Runnable, Mail> mails) {
        mail = mails.apply(this::called);
        mail.put();
        calls = 0;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by one at a time: that is what a mailbox is for
    private void called() {
        calls++;
    }

    /** The consumer: takes out the message, and settles. */
    final void takeAndSettle() {
        mail.take();
        mail.settle();
    }

    /** The consumer: takes out the message. */
    final void take() {
        mail.take();
    }

    /** A sender; answers whether it would wait. */
    final int send() {
        return mail.send() ? 0 : 1;
    }

    /** How often somebody has been called to take messages out. */
    final int calls() {
        return calls;
    }

    /** Whether one of those who wait may try again. */
    final int releases() {
        return mail.letsSomebodyTryAgain() ? 1 : 0;
    }
}

package dev.runloop.internal;

import java.util.AbstractQueue;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a {@link WorkQueue}, in superclasses of one another, so that padding separates what producers write, what they
 * only read, and what the consumer writes: the JVM keeps the fields of a superclass in front of those of its subclasses.
 */
final class WorkQueueFields {
    private WorkQueueFields() {}

    /** Padding before what producers write. */
    abstract static class Front<E> extends AbstractQueue<E> {
        long front0, front1, front2, front3, front4, front5, front6, front7;
        long front8, front9, front10, front11, front12, front13, front14;
    }

    /** What producers write with each offer. */
    abstract static class Producers<E> extends Front<E> {
        /** Twice the number of claimed slots; odd while a chunk is allocated. Changed by compare-and-set. */
        volatile long produced;
    }

    /** Padding between what changes with each offer and what rarely does. */
    abstract static class Middle<E> extends Producers<E> {
        long middle0, middle1, middle2, middle3, middle4, middle5, middle6, middle7;
        long middle8, middle9, middle10, middle11, middle12, middle13, middle14;
    }

    /** What producers read with each offer. */
    abstract static class Room<E> extends Middle<E> {
        final int mask; // of a slot in a chunk; behind the last slot is a reference to the next chunk
        volatile long limit; // of produced: the chunk has room below it. Only grows
        volatile @Nullable Object[] writing; // the chunk of the producers; changed while produced is odd

        Room(int chunk) {
            mask = chunk - 1;
            limit = 2L * mask;
            writing = new Object[chunk + 1];
        }
    }

    /** Padding between what producers read and what the consumer writes. */
    abstract static class Back<E> extends Room<E> {
        long back0, back1, back2, back3, back4, back5, back6, back7;
        long back8, back9, back10, back11, back12, back13, back14;

        Back(int chunk) {
            super(chunk);
        }
    }

    /** What the consumer writes. */
    abstract static class Consumer<E> extends Back<E> {
        volatile long consumed; // twice the number of consumed slots

        @Nullable
        Object[] reading; // the chunk of the consumer

        long end0, end1, end2, end3, end4, end5, end6, end7;
        long end8, end9, end10, end11, end12, end13, end14;

        Consumer(int chunk) {
            super(chunk);
            reading = writing;
        }
    }
}

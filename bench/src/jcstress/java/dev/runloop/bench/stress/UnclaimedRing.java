package dev.runloop.bench.stress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/** A ring of records that counts them, but does not say when it begins to overwrite one. */
final class UnclaimedRing {
    private static final int WORDS = 4;
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final int capacity;
    private final long[] words;
    private volatile long count;

    UnclaimedRing(int capacity) {
        this.capacity = capacity;
        this.words = new long[capacity * WORDS];
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // there is one writer
    void add(long value) {
        int at = (int) (count % capacity) * WORDS;
        for (int i = 0; i < WORDS; i++) {
            WORD.setOpaque(words, at + i, value);
        }
        count++;
    }

    void forEach(Consumer<long[]> reader) {
        long end = count;
        for (long number = Math.max(0, end - capacity); number < end; number++) {
            long[] copy = new long[WORDS];
            for (int i = 0; i < WORDS; i++) {
                copy[i] = (long) WORD.getOpaque(words, (int) (number % capacity) * WORDS + i);
            }
            if (count - capacity <= number) {
                reader.accept(copy);
            }
        }
    }
}

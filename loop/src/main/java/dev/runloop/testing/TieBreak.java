package dev.runloop.testing;

/**
 * Which of several equals comes first: the one that was there first, or the one chosen by a seed.
 *
 * <p>With a seed, the answer is a hash of the seed and the number of the asker. Nothing is drawn from a shared
 * sequence, so loops that ask from different threads get the same answers in every run. Immutable.
 */
sealed interface TieBreak {

    /** The rank of the nth of equal deadlines in a heap; lower ones come first. */
    long rank(long n);

    /**
     * The position of a loop in the round of turns. The next turn goes to the first position from {@link #next} on,
     * cyclically.
     */
    long key(int number);

    /**
     * Where the search for the next turn starts.
     *
     * @param last the number of the loop that had the turn last
     * @param turn how many turns there have been
     */
    long next(int last, long turn);

    /** By insertion; loops take turns in the order of their numbers, starting after the last one. */
    record ByInsertion() implements TieBreak {
        @Override
        public long rank(long n) {
            return n;
        }

        @Override
        public long key(int number) {
            return number;
        }

        @Override
        public long next(int last, long turn) {
            return last + 1L;
        }
    }

    /** Shuffled by a seed. */
    record BySeed(long seed) implements TieBreak {
        private static final long GOLDEN = 0x9E3779B97F4A7C15L; // odd, so no two ranks are the same

        @Override
        public long rank(long n) {
            return mixed(mixed(seed) + n * GOLDEN);
        }

        @Override
        public long key(int number) {
            return mixed(~seed + number * GOLDEN);
        }

        @Override
        public long next(int last, long turn) {
            return rank(turn);
        }

        /** The finalizer of MurmurHash3 in the variant of SplitMix64: a bijection that changes half of the bits. */
        private static long mixed(long bits) {
            long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return z ^ (z >>> 31);
        }
    }
}

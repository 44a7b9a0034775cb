package dev.runloop.testing;

/**
 * Who comes first among equals: the one who was there first, or whom a seed says.
 *
 * <p>What a seed says is a hash of the seed and the number of the one who asks. Nothing is drawn from a common
 * sequence, so loops that ask from different threads get the same answers in every run. Immutable.
 */
sealed interface TieBreak {

    /** The rank of the nth of equal deadlines in a heap; lower ones come first. */
    long rank(long n);

    /** What the turn of a loop of this number goes by: the next one is that of the first from {@link #next} on, round and round. */
    long key(int number);

    /**
     * From where on the next turn is looked for.
     *
     * @param last the number of the loop that had the turn last
     * @param turn how many turns there were
     */
    long next(int last, long turn);

    /** By insertion; loops take turns in the order of their numbers, beginning behind the last one. */
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

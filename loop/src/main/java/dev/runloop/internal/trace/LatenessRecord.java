package dev.runloop.internal.trace;

import static java.lang.invoke.ConstantBootstraps.fieldVarHandle;
import static java.lang.invoke.MethodHandles.lookup;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A histogram of lateness: the maximum, the sum, and logarithmic buckets, four for each doubling from one microsecond on, so
 * percentiles are accurate to a quarter.
 *
 * <p>Written by one thread. Any thread may read, opaquely: it may miss the latest values.
 */
public final class LatenessRecord {
    private static final int STEPS = 4; // for each doubling
    private static final int UNIT_BITS = 10; // about a microsecond
    private static final int BUCKETS = STEPS * 36; // the last one begins at about a day
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle GREATEST =
            fieldVarHandle(lookup(), "greatest", VarHandle.class, LatenessRecord.class, long.class);
    private static final VarHandle SUM =
            fieldVarHandle(lookup(), "sum", VarHandle.class, LatenessRecord.class, long.class);

    private final long[] counts = new long[BUCKETS];
    private long greatest;
    private long sum;

    /** For the writer: adds a value in nanoseconds; a negative one counts as zero. */
    public void add(long nanos) {
        long late = Math.max(0, nanos);
        int bucket = bucketOf(late);
        ELEMENT.setOpaque(counts, bucket, counts[bucket] + 1);
        SUM.setOpaque(this, sum + late);
        if (late > greatest) {
            GREATEST.setOpaque(this, late);
        }
    }

    /** The maximum, in nanoseconds. */
    public long greatest() {
        return (long) GREATEST.getOpaque(this);
    }

    /** The sum, in nanoseconds. */
    public long sum() {
        return (long) SUM.getOpaque(this);
    }

    /** The value in nanoseconds that a share of all values, from 0 to 1, did not exceed; zero if there are none. */
    public long percentile(double share) {
        long[] seen = new long[BUCKETS];
        long all = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen[i] = (long) ELEMENT.getOpaque(counts, i);
            all += seen[i];
        }
        long rank = (long) Math.ceil(share * all);
        long passed = 0;
        for (int i = 0; i < BUCKETS && rank > 0; i++) {
            passed += seen[i];
            if (passed >= rank) {
                return Math.min(endOf(i), greatest());
            }
        }
        return 0;
    }

    private static int bucketOf(long nanos) {
        long units = nanos >> UNIT_BITS;
        if (units < STEPS) {
            return (int) units;
        }
        int doublings = 63 - Long.numberOfLeadingZeros(units);
        int step = (int) (units >> (doublings - 2)) & (STEPS - 1);
        return Math.min(BUCKETS - 1, (doublings - 1) * STEPS + step);
    }

    private static long endOf(int bucket) {
        if (bucket < STEPS) {
            return (bucket + 1L) << UNIT_BITS;
        }
        int doublings = bucket / STEPS + 1;
        long step = bucket % STEPS + STEPS + 1L;
        return step << (doublings - 2 + UNIT_BITS);
    }
}

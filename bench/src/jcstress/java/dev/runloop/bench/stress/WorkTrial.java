package dev.runloop.bench.stress;

import dev.runloop.internal.WorkQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two producers that put two elements each into a queue, in which they need a second chunk, while the loop takes them out. */
abstract class WorkTrial {
    private static final int FIRST = 10;
    private static final int SECOND = 20;
    private static final int POLLS = 6;

    private final Work queue;
    private int first; // of the first producer, what has come out, as the digits of a number
    private int second;
    private int missed; // how often the queue was not empty, and had nothing

    WorkTrial(Work queue) {
        this.queue = queue;
    }

    /** What the trial needs of a queue. */
    interface Work {
        void offer(Integer element);

        @Nullable
        Integer poll();

        boolean isEmpty();
    }

    /** The queue of the tasks, with the smallest chunks there are. */
    static Work real() {
        var queue = new WorkQueue<Integer>(2);
        return new Work() {
            @Override
            public void offer(Integer element) {
                var _ = queue.offer(element);
            }

            @Override
            public @Nullable Integer poll() {
                return queue.poll();
            }

            @Override
            public boolean isEmpty() {
                return queue.isEmpty();
            }
        };
    }

    /** One that takes a half-finished offer for none. */
    static Work blindToClaims() {
        var slots = new AtomicReferenceArray<@Nullable Integer>(POLLS);
        var claimed = new AtomicInteger();
        return new Work() {
            private int taken;

            @Override
            public void offer(Integer element) {
                slots.set(claimed.getAndIncrement(), element);
            }

            @Override
            public @Nullable Integer poll() {
                Integer first = slots.get(taken);
                if (first != null) {
                    taken++;
                }
                return first;
            }

            @Override
            public boolean isEmpty() {
                return claimed.get() == taken;
            }
        };
    }

    /** One in which two may claim the same place. */
    static Work claimingInTwoSteps() {
        var slots = new AtomicReferenceArray<@Nullable Integer>(POLLS);
        return new Work() {
            private volatile int claimed;
            private int taken;

            @Override
            @SuppressWarnings("NonAtomicVolatileUpdate") // that is what is wrong
            public void offer(Integer element) {
                slots.set(claimed++, element);
            }

            @Override
            public @Nullable Integer poll() {
                Integer first = slots.get(taken);
                if (first != null) {
                    taken++;
                }
                return first;
            }

            @Override
            public boolean isEmpty() {
                return slots.get(taken) == null;
            }
        };
    }

    final void offerFirst() {
        queue.offer(FIRST + 1);
        queue.offer(FIRST + 2);
    }

    final void offerSecond() {
        queue.offer(SECOND + 1);
        queue.offer(SECOND + 2);
    }

    final void take() {
        for (int i = 0; i < POLLS; i++) {
            if (!queue.isEmpty()) {
                count(queue.poll());
            }
        }
    }

    private void count(@Nullable Integer element) {
        if (element == null) {
            missed++;
        } else if (element < SECOND) {
            first = 10 * first + element - FIRST;
        } else {
            second = 10 * second + element - SECOND;
        }
    }

    /** Afterwards: the rest is taken out. */
    final void look(III_Result result) {
        take();
        result.r1 = first;
        result.r2 = second;
        result.r3 = missed;
    }
}

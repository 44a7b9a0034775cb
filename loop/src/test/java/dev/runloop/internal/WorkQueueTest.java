package dev.runloop.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A work queue")
class WorkQueueTest {
    private static final int PRODUCERS = 3;
    private static final int EACH = 20_000;

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 64})
    @DisplayName("keeps the order of elements, whatever the backlog")
    void keepsOrderAtAnyBacklog(int chunk) {
        var queue = new WorkQueue<Integer>(chunk);
        int in = 0;
        int out = 0;
        for (int backlog = 0; backlog < 300; backlog++) {
            while (in - out < backlog) {
                queue.offer(in++);
            }
            assertEquals(backlog, queue.size());
            for (int i = 0; i < backlog / 2; i++) {
                assertEquals(out, queue.peek());
                assertEquals(out++, queue.poll());
            }
        }
        while (out < in) {
            assertEquals(out++, queue.poll());
        }
        assertTrue(queue.isEmpty());
        assertNull(queue.poll());
        assertNull(queue.peek());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 16, 1024})
    @DisplayName("keeps the order of each producer, and loses nothing")
    void keepsOrderOfEachProducer(int chunk) throws InterruptedException {
        var queue = new WorkQueue<int[]>(chunk);
        var go = new CountDownLatch(1);
        var producers = new Thread[PRODUCERS];
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            producers[i] = Thread.ofPlatform().start(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int n = 0; n < EACH; n++) {
                    queue.offer(new int[] {producer, n});
                }
            });
        }
        go.countDown();
        int[] next = new int[PRODUCERS];
        for (int taken = 0; taken < PRODUCERS * EACH; ) {
            int[] element = queue.poll();
            if (element != null) {
                assertEquals(next[element[0]]++, element[1]);
                taken++;
            }
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertTrue(queue.isEmpty());
    }

    @Test
    @DisplayName("survives a producer that runs out of stack in the middle of an offer")
    void outlivesProducersWithoutStack() throws InterruptedException {
        var queue = new WorkQueue<Integer>(4);
        var accepted = new int[1];
        Runnable offers = () -> {
            for (int round = 0; round < 60; round++) {
                offerUntilStackEnds(queue, accepted, round);
            }
        };
        var producer = new Thread(null, offers, "little stack", 1 << 18);
        producer.start();
        producer.join();
        queue.offer(-1);

        int taken = 0;
        for (Integer element = queue.poll(); element != -1; element = queue.poll()) {
            taken++;
        }
        assertTrue(taken >= accepted[0], taken + " taken of " + accepted[0]);
        assertTrue(queue.isEmpty());
    }

    /** Each round comes to the end of the stack with frames of another size. */
    private static void offerUntilStackEnds(WorkQueue<Integer> queue, int[] accepted, int depth) {
        try {
            if (depth % 7 == 0) {
                offerUntilStackEnds(queue, accepted, depth + 1);
            } else {
                long a = depth;
                offerUntilStackEnds(queue, accepted, (int) (a + 1));
            }
        } catch (StackOverflowError e) {
            // as deep as it gets: those above find a little more stack each
        }
        try {
            queue.offer(depth);
            accepted[0]++;
        } catch (StackOverflowError e) {
            // not accepted
        }
    }

    @Test
    @DisplayName("rejects chunk sizes that are not powers of two")
    void refusesOddChunks() {
        assertThrows(IllegalArgumentException.class, () -> new WorkQueue<>(3));
        assertThrows(IllegalArgumentException.class, () -> new WorkQueue<>(1));
    }
}

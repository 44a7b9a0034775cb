package dev.runloop.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A heap of deadlines")
class IndexedDeadlineHeapTest {

    private static final class Item implements IndexedDeadlineHeap.Entry {
        final int number;
        int heapIndex = IndexedDeadlineHeap.ABSENT;

        Item(int number) {
            this.number = number;
        }

        @Override
        public int heapIndex() {
            return heapIndex;
        }

        @Override
        public void heapIndex(int index) {
            heapIndex = index;
        }
    }

    /** What the heap should hold: deadline, and the step at which the entry was put there. */
    private record Expected(Item item, long deadline, int step) {}

    /** By subtraction, as deadlines overflow. */
    private static final Comparator<Expected> IN_ORDER = (a, b) -> {
        int byDeadline = Long.signum(a.deadline - b.deadline);
        return byDeadline != 0 ? byDeadline : Integer.compare(a.step, b.step);
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("agrees with a sorted list after any additions, removals and moves")
    void agreesWithASortedList(int seed) {
        var random = new Random(seed);
        var heap = new IndexedDeadlineHeap<Item>();
        List<Expected> model = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            long deadline = Long.MAX_VALUE - 50 + random.nextInt(100); // on both sides of the overflow
            int choice = random.nextInt(10);
            if (model.isEmpty() || choice < 5 - (step / 4000) % 2 * 3) {
                var item = new Item(step);
                heap.add(item, deadline);
                model.add(new Expected(item, deadline, step));
            } else {
                Expected victim = model.remove(random.nextInt(model.size()));
                if (choice < 8) {
                    heap.remove(victim.item);
                    assertEquals(IndexedDeadlineHeap.ABSENT, victim.item.heapIndex);
                } else {
                    heap.move(victim.item, deadline);
                    model.add(new Expected(victim.item, deadline, step));
                }
            }
            assertAgree(model, heap);
        }
        model.sort(IN_ORDER);
        for (Expected expected : model) {
            assertEquals(expected.item.number, heap.first().number);
            heap.remove(heap.first());
        }
        assertTrue(heap.isEmpty());
    }

    private static void assertAgree(List<Expected> model, IndexedDeadlineHeap<Item> heap) {
        assertEquals(model.size(), heap.size());
        Item first = model.stream().min(IN_ORDER).map(Expected::item).orElse(null);
        assertEquals(first, heap.first());
    }

    @Test
    @DisplayName("visits all that are due, and no others")
    void visitsWhatIsDue() {
        var heap = new IndexedDeadlineHeap<Item>();
        for (int i = 0; i < 1000; i++) {
            heap.add(new Item(i), (i * 37) % 1000);
        }
        List<Long> seen = new ArrayList<>();
        heap.visit(99, (item, deadline, limit) -> {
            seen.add(deadline);
            return limit;
        });
        seen.sort(null);
        assertEquals(java.util.stream.LongStream.range(0, 100).boxed().toList(), seen);
    }

    @Test
    @DisplayName("stops where the visitor lowers the limit")
    void visitWithAFallingLimit() {
        var heap = new IndexedDeadlineHeap<Item>();
        for (int i = 0; i < 1000; i++) {
            heap.add(new Item(i), i);
        }
        assertEquals(0, heap.visit(999, (item, deadline, limit) -> Math.min(limit, deadline)));
    }

    @Test
    @DisplayName("ignores the removal of an absent entry")
    void removesTheAbsent() {
        var heap = new IndexedDeadlineHeap<Item>();
        heap.remove(new Item(1));
        assertNull(heap.first());
    }

    @Test
    @DisplayName("shrinks again when it is emptied")
    void shrinks() throws ReflectiveOperationException {
        var heap = new IndexedDeadlineHeap<Item>();
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            items.add(new Item(i));
            heap.add(items.get(i), i);
        }
        items.forEach(heap::remove);
        var keys = DeadlineHeap.class.getDeclaredField("keys");
        keys.setAccessible(true);
        int room = ((long[]) keys.get(heap)).length;
        assertTrue(room <= 16, "room for " + room);
    }
}

package dev.runloop.internal.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The workloads of a loop")
class WorkloadsTest {
    private static final class Idle implements Workload {
        @Override
        public void enters(Instruments instruments) {}

        @Override
        public long begun() {
            return 0;
        }

        @Override
        public int waiting() {
            return 0;
        }
    }

    @Test
    @DisplayName("are each there once, until they have left all of their modes")
    void eachIsThereOnce() {
        var workloads = new Workloads();
        var first = new Idle();
        workloads.add(first);
        workloads.add(first);
        workloads.remove(first);
        assertEquals(Set.of(first), workloads.all());
        workloads.remove(first);
        assertEquals(Set.of(), workloads.all());
        workloads.remove(first);
        assertEquals(Set.of(), workloads.all());
    }

    @Test
    @DisplayName("may be many, and leave in any order")
    void theyMayBeMany() {
        var instruments = new Instruments();
        var many = Stream.generate(Idle::new).limit(100_000).toList();
        many.forEach(instruments::enters);
        many.forEach(instruments::leaves);
        assertFalse(instruments.workloads().iterator().hasNext());
    }
}

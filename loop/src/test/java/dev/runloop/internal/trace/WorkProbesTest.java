package dev.runloop.internal.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The probes of a loop")
class WorkProbesTest {
    private static final class Idle implements WorkProbe {
        @Override
        public void attach(LoopCounters counters) {}

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
    @DisplayName("appear once each, until they have left all their modes")
    void eachIsThereOnce() {
        var probes = new WorkProbes();
        var first = new Idle();
        probes.add(first);
        probes.add(first);
        probes.remove(first);
        assertEquals(Set.of(first), probes.all());
        probes.remove(first);
        assertEquals(Set.of(), probes.all());
        probes.remove(first);
        assertEquals(Set.of(), probes.all());
    }

    @Test
    @DisplayName("can be many, and leave in any order")
    void theyMayBeMany() {
        var counters = new LoopCounters();
        var many = Stream.generate(Idle::new).limit(100_000).toList();
        many.forEach(counters::addProbe);
        many.forEach(counters::removeProbe);
        assertFalse(counters.probes().iterator().hasNext());
    }
}

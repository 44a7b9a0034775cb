package dev.runloop.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The builder of a stall monitor")
class StallMonitorBuilderTest {
    private final StallMonitor.Builder builder = StallMonitor.builder();

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0S", "PT0.009S", "PT24H0.001S", "PT9999999H"})
    @DisplayName("refuses limits that no look could keep, and names them")
    void limits(Duration limit) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> builder.limit(limit));
        assertTrue(thrown.getMessage().startsWith("limit is " + limit), thrown::getMessage);
    }

    @Test
    @DisplayName("refuses to watch nothing")
    void noLoops() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> builder.loops(List.of()));
        assertEquals("loops is empty: nothing would be watched", thrown.getMessage());
    }

    @Test
    @DisplayName("refuses nulls")
    void nulls() {
        assertThrows(NullPointerException.class, () -> builder.limit(null));
        assertThrows(NullPointerException.class, () -> builder.handler(null));
        assertThrows(NullPointerException.class, () -> builder.loops(null));
    }
}

package dev.runloop.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.test.OtherJvm;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("While there are no descriptors left")
class DescriptorShortageTest {
    private static final int LIMIT = 100;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("accepting is tried again after a while, does not spin, and goes on when there are some, in any mode")
    void accepting() throws Exception {
        assertEquals(
                List.of("PLATFORM recovered", "VIRTUAL recovered"),
                OtherJvm.runWithFewDescriptors(LIMIT, DescriptorShortage.class));
    }
}

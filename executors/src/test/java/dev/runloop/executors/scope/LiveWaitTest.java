package dev.runloop.executors.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopWait;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A wait that serves the loop")
class LiveWaitTest extends ConcurrentTest {
    /** A subtask queues its outcome and is then over; both may happen while the loop's thread looks. */
    @ParameterizedTest
    @DisplayName("also runs what is queued at the moment in which it is done")
    @EnumSource
    void runsWhatIsQueuedWhileItLooks(ThreadKind kind) throws Exception {
        List<String> ran = new ArrayList<>();
        Thread thread = start(kind, () -> {
            var wait = new LiveWait(RunLoop.current(), RunLoopMode.DEFAULT);
            var outcomes = new ArrayList<>(List.of("outcome"));
            RunLoopWait.Result end = wait.until(() -> {
                outcomes.forEach(outcome -> wait.queue(() -> ran.add(outcome)));
                outcomes.clear();
                return true;
            });
            assertEquals(RunLoopWait.Result.DONE, end);
            wait.close();
        });
        thread.join();
        assertEquals(List.of("outcome"), ran);
    }
}

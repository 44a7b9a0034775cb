package dev.runloop.port;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.port.MessageResult.Status;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The limits of a request")
class MessageLimitsTest extends MessageTesting {
    private static final List<Duration> PAST =
            List.of(Duration.ofSeconds(Long.MIN_VALUE), Duration.ofNanos(Long.MIN_VALUE), Duration.ofNanos(-1));
    private static final List<Duration> NEVER = List.of(
            ChronoUnit.FOREVER.getDuration(), Duration.ofMillis(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE));

    @ParameterizedTest
    @EnumSource
    @DisplayName("are zero if they lie in the past, and for ever if they lie far in the future")
    void extremes(ThreadKind kind) throws Exception {
        RunLoop client = loop(kind);
        local(loop(kind), "limits", (port, id, data) -> data);
        RemoteMessagePort remote = remote(client, "limits");
        for (Duration never : NEVER) {
            assertEquals(
                    Status.SUCCESS,
                    call(client, () -> remote.sendRequest(1, bytes("x"), never, never, OTHER))
                            .status());
        }
        LocalMessagePort unserved = MessagePort.createLocal("silent", (port, id, data) -> data); // in no loop
        closing(unserved::invalidate);
        RemoteMessagePort silent = remote(client, "silent");
        assertEquals(
                Status.SUCCESS,
                call(client, () -> silent.send(1, bytes("x"), PATIENCE)).status());
        for (Duration past : PAST) {
            assertEquals(
                    Status.RECEIVE_TIMEOUT,
                    call(client, () -> silent.sendRequest(1, bytes("x"), past, past, OTHER))
                            .status());
        }
    }
}

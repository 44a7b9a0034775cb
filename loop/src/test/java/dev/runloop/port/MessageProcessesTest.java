package dev.runloop.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.port.MessageResult.Status;
import dev.runloop.test.ThreadKind;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Message ports of two processes:")
class MessageProcessesTest extends MessageTesting {

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "a name belongs to a process as long as it lives; its peers notice its death, and the name is taken over")
    void nameOfADeadProcess(ThreadKind kind) throws Exception {
        RunLoop client = loop(kind);
        Process owner = peer("own", "shared");
        assertEquals("ready", line(owner));
        assertThrows(MessagePortNameTakenException.class, () -> echo(client, "shared"));
        RemoteMessagePort remote = remote(client, "shared");
        var gone = new CountDownLatch(1);
        remote.setInvalidationCallback(gone::countDown);
        assertEquals("to you", text(request(client, remote, 1, "to you").reply()));
        call(client, () -> {
            remote.schedule(client, RunLoopMode.DEFAULT);
            return null;
        });
        owner.destroyForcibly().waitFor();
        await(gone);
        assertEquals(Status.INVALID, request(client, remote, 1, "").status());
        assertTrue(MessagePort.createRemote("shared").isEmpty());
        assertTrue(echo(loop(kind), "shared").isValid());
        assertEquals(
                "2:x", text(request(client, remote(client, "shared"), 2, "x").reply()));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a request of another process is answered")
    void requestOfAnotherProcess(ThreadKind kind) throws Exception {
        echo(loop(kind), "here");
        Process other = peer("request", "here");
        assertEquals("SUCCESS 4", line(other));
        assertEquals(0, other.waitFor());
    }
}

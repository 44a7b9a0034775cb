package dev.runloop.port;

import static dev.runloop.port.PortLimitsTest.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.port.MessageResult.Status;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A message port")
class MessagePortTest extends MessageTesting {

    @ParameterizedTest
    @EnumSource
    @DisplayName("answers a request, on the thread of its loop")
    void answers(ThreadKind kind) throws Exception {
        RunLoop server = loop(kind);
        RunLoop client = loop(kind);
        var thread = new AtomicReference<Thread>();
        local(server, "echo", (port, id, data) -> {
            thread.set(Thread.currentThread());
            return bytes(id + ":" + text(data));
        });
        MessageResult result = request(client, remote(client, "echo"), 7, "data");
        assertEquals(Status.SUCCESS, result.status());
        assertEquals("7:data", text(result.reply()));
        assertSame(server.thread(), thread.get());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("may answer with nothing")
    void answersWithNothing(ThreadKind kind) throws Exception {
        RunLoop client = loop(kind);
        local(loop(kind), "silent", (port, id, data) -> null);
        assertEquals(new MessageResult(Status.SUCCESS, null), request(client, remote(client, "silent"), 1, ""));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("takes messages that want no reply, in order")
    void oneWay(ThreadKind kind) throws Exception {
        RunLoop client = loop(kind);
        Queue<Integer> ids = new ConcurrentLinkedQueue<>();
        local(loop(kind), "sink", (port, id, data) -> {
            ids.add(id);
            return bytes("nobody waits for this");
        });
        RemoteMessagePort remote = remote(client, "sink");
        for (int i = 0; i < 100; i++) {
            int id = i;
            assertEquals(
                    Status.SUCCESS,
                    call(client, () -> remote.send(id, bytes("x"), PATIENCE)).status());
        }
        until(() -> ids.size() == 100);
        assertEquals(java.util.stream.IntStream.range(0, 100).boxed().toList(), List.copyOf(ids));
    }

    @Test
    @DisplayName("that nobody has is not found")
    void unknownName() throws Exception {
        assertTrue(MessagePort.createRemote("nobody").isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("has its name for itself until it is invalidated")
    void nameIsTaken(ThreadKind kind) throws Exception {
        RunLoop loop = loop(kind);
        LocalMessagePort first = echo(loop, "name");
        assertThrows(MessagePortNameTakenException.class, () -> echo(loop, "name"));
        first.invalidate();
        assertTrue(MessagePort.createRemote("name").isEmpty());
        LocalMessagePort second = echo(loop, "name");
        assertTrue(second.isValid());
        assertEquals(
                Status.SUCCESS, request(loop(kind), remote(loop, "name"), 1, "").status());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("can have any name that is not blank")
    void anyName(ThreadKind kind) throws Exception {
        for (String name : List.of("../escape", "Грüße, 世界", "x".repeat(500), "n-plain", "plain")) {
            RunLoop client = loop(kind);
            echo(loop(kind), name);
            assertEquals(
                    "1:a", text(request(client, remote(client, name), 1, "a").reply()));
        }
        try (var files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("ports")), files.toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("lets nobody else near its socket")
    void permissions(ThreadKind kind) throws Exception {
        echo(loop(kind), "mine");
        var directory = folder.resolve("ports");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("n-mine.socket"))));
    }

    @Test
    @DisplayName("is refused in a directory that others can enter")
    void openDirectory() throws Exception {
        Files.createDirectory(
                folder.resolve("ports"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        assertThrows(
                java.nio.file.AccessDeniedException.class,
                () -> MessagePort.createLocal("name", (port, id, data) -> null));
    }

    @Test
    @DisplayName("is refused in a directory of another user, which one who may do all could enter")
    void directoryOfAnotherUser() throws Exception {
        Path directory = Files.createDirectory(
                folder.resolve("ports"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            var users = directory.getFileSystem().getUserPrincipalLookupService();
            Files.setOwner(directory, users.lookupPrincipalByName("nobody"));
        } catch (IOException e) {
            assumeTrue(false, "nobody but root can give a directory away: " + e);
        }
        assertThrows(
                java.nio.file.AccessDeniedException.class,
                () -> MessagePort.createLocal("name", (port, id, data) -> null));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("hangs up on a peer of another user, even if the directory has been opened to all")
    void peerOfAnotherUser(ThreadKind kind) throws Exception {
        RunLoop server = loop(kind);
        var told = new AtomicReference<Throwable>();
        server.setExceptionHandler((thread, e) -> told.set(e));
        echo(server, "mine");
        Path directory = folder.resolve("ports");
        Path socket = directory.resolve("n-mine.socket");
        for (Path opened : List.of(folder, directory, socket)) {
            Files.setPosixFilePermissions(opened, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        assertEquals("open", connectAs("0", socket, 1));
        assertEquals("closed", connectAs("65534", socket, PATIENCE.toSeconds()));
        RunLoop client = loop(kind);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        assertEquals(
                Status.SUCCESS, request(client, remote(client, "mine"), 1, "").status());
    }

    /** What becomes of a connection within so many seconds. */
    private static String connectAs(String user, Path socket, long seconds) throws Exception {
        String program =
                "$SIG{ALRM} = sub { print 'open'; exit }; alarm $ARGV[1]; socket(my $s, PF_UNIX, SOCK_STREAM, 0);"
                        + " connect($s, sockaddr_un($ARGV[0])) or die $!; sysread($s, my $byte, 1); print 'closed'";
        var command = new ProcessBuilder("setpriv", "--reuid=" + user, "perl", "-MSocket", "-e", program);
        command.command().addAll(List.of(socket.toString(), Long.toString(seconds)));
        Process process;
        try {
            process = command.start();
        } catch (IOException e) {
            assumeTrue(false, "needs setpriv and perl: " + e);
            throw e;
        }
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(!error.contains("not permitted"), "nobody but root can be another user: " + error);
        assertEquals("", error);
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("lets the loop of who waits go on in the mode for the reply, where others may be sent")
    void loopGoesOn(ThreadKind kind) throws Exception {
        RunLoop client = loop(kind);
        var go = new CountDownLatch(1);
        local(loop(kind), "slow", (port, id, data) -> {
            if (id == 1) {
                awaitUnchecked(go);
            }
            return bytes("reply " + id);
        });
        echo(loop(kind), "echo");
        RemoteMessagePort slow = remote(client, "slow");
        RemoteMessagePort echo = remote(client, "echo");
        List<String> trace = new ArrayList<>();
        MessageResult result = call(client, () -> {
            client.add(
                    RunLoopTimer.oneShot(Duration.ofMillis(1), timer -> {
                        trace.add(text(echo.sendRequest(2, bytes("nested"), PATIENCE, PATIENCE, OTHER)
                                .reply()));
                        go.countDown();
                        trace.add(text(slow.sendRequest(3, bytes(""), PATIENCE, PATIENCE, OTHER)
                                .reply()));
                    }),
                    OTHER);
            return slow.sendRequest(1, bytes(""), PATIENCE, PATIENCE, OTHER);
        });
        assertEquals("reply 1", text(result.reply()));
        assertEquals(List.of("2:nested", "reply 3"), trace);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("gives up waiting for a reply, drops it when it comes late, and goes on")
    void receiveTimeout(ThreadKind kind) throws Exception {
        RunLoop client = loop(kind);
        var go = new CountDownLatch(1);
        local(loop(kind), "slow", (port, id, data) -> {
            if (id == 1) {
                awaitUnchecked(go);
            }
            return bytes("reply " + id);
        });
        RemoteMessagePort remote = remote(client, "slow");
        MessageResult late =
                call(client, () -> remote.sendRequest(1, bytes(""), PATIENCE, Duration.ofMillis(5), OTHER));
        assertEquals(new MessageResult(Status.RECEIVE_TIMEOUT, null), late);
        go.countDown();
        assertEquals("reply 2", text(request(client, remote, 2, "").reply()));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("gives up sending to a peer that does not take anything in, and goes on when it does")
    void sendTimeout(ThreadKind kind) throws Exception {
        RunLoop server = loop(kind);
        RunLoop client = loop(kind);
        LocalMessagePort local = echo(server, "busy");
        RemoteMessagePort remote = remote(client, "busy");
        request(client, remote, 1, "");
        local.unschedule(server, RunLoopMode.DEFAULT);
        var large = ByteBuffer.allocate(1 << 20);
        Status first =
                call(client, () -> remote.send(2, large, Duration.ofMillis(5))).status();
        Status second =
                call(client, () -> remote.send(3, large, Duration.ofMillis(5))).status();
        assertEquals(List.of(Status.SEND_TIMEOUT, Status.SEND_TIMEOUT), List.of(first, second));
        local.schedule(server, RunLoopMode.DEFAULT);
        assertEquals("4:x", text(request(client, remote, 4, "x").reply()));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("carries large messages both ways")
    void largeMessages(ThreadKind kind) throws Exception {
        RunLoop client = loop(kind);
        local(loop(kind), "large", (port, id, data) -> data);
        var data = ByteBuffer.allocate(5_000_000);
        for (int i = 0; i < data.capacity(); i++) {
            data.put(i, (byte) (i * 31));
        }
        RemoteMessagePort remote = remote(client, "large");
        MessageResult result = call(client, () -> remote.sendRequest(1, data, PATIENCE, PATIENCE, OTHER));
        assertEquals(data, result.reply());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("whose callback throws tells the exception handler and who waits, and goes on")
    void callbackThrows(ThreadKind kind) throws Exception {
        RunLoop server = loop(kind);
        RunLoop client = loop(kind);
        Queue<String> told = new ConcurrentLinkedQueue<>();
        server.setExceptionHandler((thread, e) -> told.add(e.getMessage()));
        local(server, "throws", (port, id, data) -> {
            if (id == 1) {
                throw new IllegalStateException("of the callback");
            }
            return bytes("fine");
        });
        RemoteMessagePort remote = remote(client, "throws");
        assertEquals(new MessageResult(Status.TRANSPORT_ERROR, null), request(client, remote, 1, ""));
        assertEquals("fine", text(request(client, remote, 2, "").reply()));
        assertEquals("[of the callback]", told.toString());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that becomes invalid tells who waits for a reply, and calls the callbacks of both ends once")
    void invalidation(ThreadKind kind) throws Exception {
        RunLoop client = loop(kind);
        var calls = new AtomicInteger();
        LocalMessagePort local = local(loop(kind), "ends", (port, id, data) -> {
            port.invalidate();
            port.invalidate();
            return bytes("too late");
        });
        local.setInvalidationCallback(calls::incrementAndGet);
        RemoteMessagePort remote = remote(client, "ends");
        remote.setInvalidationCallback(() -> calls.addAndGet(10));
        assertEquals(new MessageResult(Status.BECAME_INVALID, null), request(client, remote, 1, ""));
        assertEquals(new MessageResult(Status.INVALID, null), request(client, remote, 2, ""));
        assertFalse(remote.isValid());
        until(() -> calls.get() == 11);
        remote.setInvalidationCallback(() -> calls.addAndGet(100));
        assertEquals(111, calls.get());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("whose loop has ended is invalid, and its name is free")
    void loopEnds(ThreadKind kind) throws Exception {
        RunLoopThread server = loopThread(kind);
        RunLoop client = loop(kind);
        LocalMessagePort local = echo(server.loop(), "ends");
        RemoteMessagePort remote = remote(client, "ends");
        call(client, () -> {
            remote.schedule(client, RunLoopMode.DEFAULT);
            return null;
        });
        server.close();
        assertFalse(local.isValid());
        until(() -> !remote.isValid()); // noticed without sending
        assertTrue(echo(loop(kind), "ends").isValid());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("may be sent to from many threads by one remote end")
    void manyThreads(ThreadKind kind) throws Exception {
        echo(loop(kind), "echo");
        RemoteMessagePort remote = remote(loop(kind), "echo");
        var answered = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            int id = i;
            start(kind, () -> {
                for (int j = 0; j < 50; j++) {
                    var result = remote.sendRequest(id, bytes("" + j), PATIENCE, PATIENCE, RunLoopMode.DEFAULT);
                    assertEquals(id + ":" + j, text(result.reply()));
                }
                answered.countDown();
            });
        }
        await(answered);
        assertTrue(remote.isValid());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("does not keep the mode of a reply from being empty afterwards")
    void leavesTheReplyMode(ThreadKind kind) throws Exception {
        RunLoop client = loop(kind);
        echo(loop(kind), "echo");
        request(client, remote(client, "echo"), 1, "");
        assertEquals(dev.runloop.RunLoopResult.FINISHED, call(client, () -> client.runInMode(OTHER, PATIENCE, false)));
    }

    @Test
    @DisplayName("names bad input at the door")
    void badInput() throws Exception {
        assertMessage(IllegalArgumentException.class, "name is blank", () -> MessagePort.createRemote(" "));
        assertMessage(NullPointerException.class, "name", () -> MessagePort.createRemote(null));
        assertMessage(NullPointerException.class, "callback", () -> MessagePort.createLocal("x", null));
        assertMessage(IllegalArgumentException.class, "mostBytes is -1", () -> MessagePort.createRemote("x", -1));
        RunLoop loop = loop(ThreadKind.PLATFORM);
        echo(loop, "echo");
        RemoteMessagePort small = MessagePort.createRemote("echo", 10).orElseThrow();
        closing(small::invalidate);
        assertMessage(
                IllegalArgumentException.class,
                "data has 11 bytes",
                () -> small.send(1, ByteBuffer.allocate(11), PATIENCE));
        assertMessage(
                IllegalArgumentException.class,
                "replyMode is kCFRunLoopCommonModes",
                () -> small.sendRequest(1, bytes(""), PATIENCE, PATIENCE, RunLoopMode.COMMON));
        assertMessage(NullPointerException.class, "data", () -> small.send(1, null, PATIENCE));
        assertMessage(NullPointerException.class, "sendLimit", () -> small.send(1, bytes(""), null));
        assertThrows(WrongThreadException.class, () -> small.schedule(loop, RunLoopMode.DEFAULT));
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            await(latch);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.runloop.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.port.MessageResult.Status;
import dev.runloop.test.ThreadKind;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.StandardProtocolFamily;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The name of a message port")
class MessagePortNameTest extends MessageTesting {
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final int MORE_THAN_FIT = 10;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private Path file(String name) {
        return folder.resolve("ports").resolve(name);
    }

    /** What another process gets when it asks for the name. */
    private String otherProcess(String name) throws Exception {
        Process process = peer("claim", name);
        String line = line(process);
        process.destroyForcibly().waitFor();
        return line;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is refused to another process although a cleaner has deleted the file of the lock")
    void deletedLock(ThreadKind kind) throws Exception {
        LocalMessagePort port = echo(loop(kind), "cleaned");
        Files.delete(file("n-cleaned.lock"));
        assertEquals("taken", otherProcess("cleaned"));
        assertEquals("taken", otherProcess("cleaned"));
        assertTrue(port.isValid());
        RunLoop client = loop(kind);
        assertEquals(
                "1:x", text(request(client, remote(client, "cleaned"), 1, "x").reply()));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is lost when its socket is deleted: the owner is told, and the name is free")
    void deletedSocket(ThreadKind kind) throws Exception {
        LocalMessagePort port = echo(loop(kind), "lost");
        var told = new CountDownLatch(1);
        port.setInvalidationCallback(told::countDown);
        Files.delete(file("n-lost.socket"));
        await(told);
        assertFalse(port.isValid());
        assertTrue(MessagePort.createRemote("lost").isEmpty());
        assertTrue(echo(loop(kind), "lost").isValid());
    }

    @Test
    @DisplayName("is lost when the whole folder is deleted, and can be taken again by this process and by others")
    void deletedFolder() throws Exception {
        LocalMessagePort port = MessagePort.createLocal("gone", (_, _, _) -> null);
        closing(port::invalidate);
        try (Stream<Path> files = Files.list(folder.resolve("ports"))) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(folder.resolve("ports"));
        Awaitility.await().until(() -> !port.isValid());
        assertEquals("claimed", otherProcess("gone"));
        LocalMessagePort again = MessagePort.createLocal("gone", (_, _, _) -> null);
        closing(again::invalidate);
        assertEquals("taken", otherProcess("gone"));
    }

    @Test
    @DisplayName("is lost when the folder, or one above it, is renamed, so that somebody else can take it")
    void renamedFolder() throws Exception {
        LocalMessagePort port = MessagePort.createLocal("moved", (_, _, _) -> null);
        closing(port::invalidate);
        Files.move(folder.resolve("ports"), folder.resolve("aside"));
        assertEquals("claimed", otherProcess("moved"));
        Awaitility.await().until(() -> !port.isValid());
    }

    @Test
    @DisplayName("is lost to one who replaces its files, and what belongs to that one stays when the old owner ends")
    void replaced() throws Exception {
        LocalMessagePort first = MessagePort.createLocal("replaced", (_, _, _) -> null);
        closing(first::invalidate);
        Path socket = file("n-replaced.socket");
        Files.move(socket, file("aside"));
        Files.createFile(socket);
        Awaitility.await().until(() -> !first.isValid());
        first.invalidate();
        assertTrue(Files.exists(socket));
    }

    @Test
    @DisplayName("is free when the invalidation returns, even while another thread invalidates the port")
    void freeWhenInvalidated() throws Exception {
        for (int i = 0; i < 50; i++) {
            LocalMessagePort port = MessagePort.createLocal("free", (_, _, _) -> null);
            Thread other = Thread.ofVirtual().start(port::invalidate);
            port.invalidate();
            MessagePort.createLocal("free", (_, _, _) -> null).invalidate();
            other.join();
        }
    }

    @Test
    @DisplayName("has one owner across copies of the library in one JVM, and the second one does not harm the first")
    void twoLoaders() throws Exception {
        try (var one = copy();
                var two = copy()) {
            Object first = createLocal(one, "shared");
            assertTrue(first.toString().startsWith("LocalMessagePort["), first.toString());
            assertEquals("taken", otherProcess("shared"));
            assertEquals(
                    MessagePortNameTakenException.class.getName(),
                    createLocal(two, "shared").getClass().getName());
            assertEquals("taken", otherProcess("shared"));
            first.getClass().getMethod("invalidate").invoke(first);
            assertEquals("claimed", otherProcess("shared"));
        }
    }

    /** A copy of the library, as each application of a server may have one. */
    private static URLClassLoader copy() {
        URL[] classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> {
                    try {
                        return Path.of(entry).toUri().toURL();
                    } catch (MalformedURLException e) {
                        throw new AssertionError(entry, e);
                    }
                })
                .toArray(URL[]::new);
        return new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
    }

    private static Object createLocal(ClassLoader copy, String name) throws Exception {
        Class<?> type = copy.loadClass(LocalMessagePort.Callback.class.getName());
        Object callback = Proxy.newProxyInstance(copy, new Class<?>[] {type}, (_, _, _) -> null);
        try {
            return copy.loadClass(MessagePort.class.getName())
                    .getMethod("createLocal", String.class, type)
                    .invoke(null, name, callback);
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("of an owner that accepts nothing: a look-up and a send come back with an error, within their limits")
    void fullBacklog(ThreadKind kind) throws Exception {
        Files.createDirectory(folder.resolve("ports"), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try (var stuck = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stuck.bind(UnixDomainSocketAddress.of(file("n-stuck.socket")), 1);
            RemoteMessagePort early = remote(loop(kind), "stuck");
            RunLoop client = loop(kind);
            List<RemoteMessagePort> all = new ArrayList<>();
            closing(() -> all.forEach(MessagePort::invalidate));
            IOException full = call(
                    client,
                    () -> assertThrows(IOException.class, () -> {
                        for (int i = 0; i < MORE_THAN_FIT; i++) {
                            all.add(MessagePort.createRemote("stuck").orElseThrow());
                        }
                    }));
            assertTrue(full.getMessage().contains("\"stuck\""), full.getMessage());
            MessageResult result = call(client, () -> early.send(1, bytes("x"), SHORT));
            assertEquals(Status.SEND_TIMEOUT, result.status());
            assertTrue(early.isValid());
        }
    }

    @Test
    @DisplayName("in a folder that cannot be made is an IOException with the cause")
    void noFolder() throws Exception {
        System.setProperty(
                PROPERTY,
                Files.createFile(folder.resolve("file")).resolve("ports").toString());
        assertThrows(IOException.class, () -> MessagePort.createLocal("x", (_, _, _) -> null));
        System.setProperty(PROPERTY, folder.resolve("missing").resolve("ports").toString());
        assertThrows(IOException.class, () -> MessagePort.createLocal("x", (_, _, _) -> null));
        assertTrue(MessagePort.createRemote("x").isEmpty());
    }
}

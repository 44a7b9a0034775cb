package dev.runloop.port;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of message ports, in a directory of its own. */
abstract class MessageTesting extends PortTesting {
    static final String PROPERTY = "dev.runloop.port.directory";

    @TempDir
    Path folder;

    @BeforeEach
    final void useOwnDirectory() {
        System.setProperty(PROPERTY, folder.resolve("ports").toString());
    }

    @AfterEach
    final void useUsualDirectory() {
        System.clearProperty(PROPERTY);
    }

    static ByteBuffer bytes(String text) {
        return StandardCharsets.US_ASCII.encode(text);
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString();
    }

    /** A port that answers "id:data". */
    final LocalMessagePort echo(RunLoop loop, String name) throws IOException {
        return local(loop, name, (port, id, data) -> bytes(id + ":" + text(data)));
    }

    final LocalMessagePort local(RunLoop loop, String name, LocalMessagePort.Callback callback) throws IOException {
        LocalMessagePort port = MessagePort.createLocal(name, callback);
        closing(port::invalidate);
        port.schedule(loop, RunLoopMode.DEFAULT);
        return port;
    }

    final RemoteMessagePort remote(RunLoop loop, String name) throws Exception {
        RemoteMessagePort port = call(loop, () -> MessagePort.createRemote(name).orElseThrow());
        closing(port::invalidate);
        return port;
    }

    static MessageResult request(RunLoop loop, RemoteMessagePort port, int id, String data) throws Exception {
        return call(loop, () -> port.sendRequest(id, bytes(data), PATIENCE, PATIENCE, OTHER));
    }

    /** Another JVM, which does what {@link MessagePeer} understands. */
    final Process peer(String... arguments) throws IOException {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-D" + PROPERTY + "=" + System.getProperty(PROPERTY),
                "-cp",
                System.getProperty("java.class.path"),
                MessagePeer.class.getName());
        command.command().addAll(List.of(arguments));
        Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        closing(process::destroyForcibly);
        return process;
    }

    /** Waits for a line of the other JVM. */
    static String line(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
    }

    /** Lets the loop run its default mode for a while, from one of its blocks. */
    static void runFor(RunLoop loop, Duration duration) throws Exception {
        Callable<Object> run = () -> loop.runInMode(RunLoopMode.DEFAULT, duration, false);
        call(loop, run);
    }
}

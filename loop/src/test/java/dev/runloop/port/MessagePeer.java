package dev.runloop.port;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * What another process does in the tests of message ports: it says a line when it has got so far, and stays until it is
 * killed.
 */
public final class MessagePeer {
    private MessagePeer() {}

    /** What to do, and with which name. */
    public static void main(String... arguments) throws Exception {
        switch (arguments[0]) {
            case "own" -> own(arguments[1]);
            case "claim" -> claim(arguments[1]);
            case "request" -> request(arguments[1]);
            case "half" -> sendHalf(arguments[1]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Has the name, and answers with the data it gets. */
    private static void own(String name) throws Exception {
        MessagePort.createLocal(name, (port, id, data) -> data).schedule(RunLoop.current(), RunLoopMode.DEFAULT);
        System.out.println("ready");
        RunLoop.current().run();
    }

    /** Tells whether it gets the name. */
    private static void claim(String name) throws Exception {
        try {
            MessagePort.createLocal(name, (port, id, data) -> null).invalidate();
            System.out.println("claimed");
        } catch (MessagePortNameTakenException e) {
            System.out.println("taken");
        }
    }

    /** Sends a request, and tells the reply. */
    private static void request(String name) throws Exception {
        RemoteMessagePort port = MessagePort.createRemote(name).orElseThrow();
        MessageResult result = port.sendRequest(
                7,
                ByteBuffer.wrap(new byte[] {1, 2}),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                RunLoopMode.DEFAULT);
        System.out.println(result.status() + " "
                + (result.reply() == null ? "nothing" : result.reply().remaining()));
    }

    /** Sends a request but for its end. */
    private static void sendHalf(String name) throws Exception {
        var channel = MessagePortName.of(name).connect();
        ByteBuffer frame = new MessageFrame(MessageFrame.REQUEST, 1, 1, ByteBuffer.allocate(1_000)).encode();
        channel.write(frame.limit(500));
        System.out.println("half");
        new CountDownLatch(1).await();
    }
}

package dev.runloop.port.examples;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.port.Port;
import dev.runloop.port.PortMessage;
import dev.runloop.port.PortMessage.Bytes;
import java.time.Duration;
import java.util.Objects;

/**
 * A worker that is given the port of who has launched it, and checks in there with a port of its own: from then on
 * both can send to each other.
 */
final class CheckIn {
    private static final int CHECK_IN = 100;
    private static final int WORK = 101;
    private static final int EXIT = 102;

    private CheckIn() {}

    /** Who launches a worker. Belongs to the thread of its loop. */
    static final class Launcher {
        private final Port port = Port.create(this::handle);
        private final StringBuilder trace = new StringBuilder();
        private Port worker; // once it has checked in

        /** Begins to listen on the loop of this thread. */
        Port listen() {
            port.schedule(RunLoop.current(), RunLoopMode.DEFAULT);
            return port;
        }

        private void handle(PortMessage message) {
            switch (message.id()) {
                case CHECK_IN -> {
                    worker = Objects.requireNonNull(message.sendPort());
                    trace.append("checked in");
                    PortMessage.to(worker, WORK, Bytes.of((byte) 20, (byte) 22))
                            .replyTo(port)
                            .send();
                }
                case WORK -> {
                    trace.append(", ")
                            .append(((Bytes) message.components().getFirst())
                                    .content()
                                    .get());
                    PortMessage.to(worker, EXIT).send();
                    port.invalidate();
                }
                default -> throw new IllegalArgumentException("message " + message.id());
            }
        }

        String trace() {
            return trace.toString();
        }
    }

    /** The thread that is launched. */
    static final class Worker {
        private final Port port = Port.create(this::handle);
        private boolean shouldExit;

        /** The whole life of the thread. */
        void launch(Port distantPort) throws InterruptedException {
            RunLoop loop = RunLoop.current();
            port.schedule(loop, RunLoopMode.DEFAULT);
            PortMessage.to(distantPort, CHECK_IN).replyTo(port).send(Duration.ofSeconds(10));
            while (!shouldExit) {
                loop.runInMode(RunLoopMode.DEFAULT, Duration.ofDays(1), true);
            }
            port.invalidate();
        }

        private void handle(PortMessage message) {
            switch (message.id()) {
                case WORK -> {
                    var numbers = ((Bytes) message.components().getFirst()).content();
                    var sum = Bytes.of((byte) (numbers.get() + numbers.get()));
                    PortMessage.to(Objects.requireNonNull(message.sendPort()), WORK, sum)
                            .send();
                }
                case EXIT -> shouldExit = true;
                default -> throw new IllegalArgumentException("message " + message.id());
            }
        }
    }
}

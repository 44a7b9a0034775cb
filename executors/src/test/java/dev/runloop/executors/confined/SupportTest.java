package dev.runloop.executors.confined;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.executors.confined.spi.VirtualThreadScheduling;
import dev.runloop.test.OtherJvm;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Confined threads")
class SupportTest extends ConfinedTest {
    private static final String OPENED = "--add-opens=java.base/java.lang=ALL-UNNAMED";

    /** Somebody else's way of scheduling. */
    private record Provided(boolean isSupported) implements VirtualThreadScheduling {
        @Override
        public String requirement() {
            return "something else";
        }

        @Override
        public Thread.Builder.OfVirtual builder(Executor scheduler) {
            return Thread.ofVirtual();
        }
    }

    /** Says whether there is support, and what happens without. */
    static final class Asks {
        private Asks() {}

        public static void main(String[] args) {
            System.out.println(ConfinedThreads.isSupported());
            try {
                ConfinedThreads.on(RunLoop.current());
            } catch (ConfinementUnsupportedException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void sayByWhichOptionTheJvmHasToBeStarted() throws Exception {
        assertEquals(
                List.of("false", "confined threads need the JVM option --add-opens java.base/java.lang=ALL-UNNAMED"),
                OtherJvm.run(Asks.class));
    }

    @Test
    void areSupportedWithThatOption() throws Exception {
        assertEquals(List.of("true"), OtherJvm.run(Asks.class, OPENED));
        assertTrue(ConfinedThreads.isSupported());
    }

    @Test
    void areMadeByTheFirstProviderThatIsSupported() {
        var unsupported = new Provided(false);
        var supported = new Provided(true);

        assertSame(supported, Scheduling.choose(List.of(unsupported, supported), new ReflectiveScheduling()));
        var lastResort = new ReflectiveScheduling();
        assertSame(lastResort, Scheduling.choose(List.of(unsupported), lastResort));
    }

    /** The first socket of the JVM is that of a confined thread, whose loop is busy with something else at the next. */
    static final class FirstSocket {
        private FirstSocket() {}

        public static void main(String[] args) throws Exception {
            try (var server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
                var loopThread = RunLoopThread.ofPlatform().daemon(true).start();
                Thread confined = ConfinedThreads.on(loopThread.loop()).start(body(() -> exchange(server)));
                confined.join();
                var end = new CountDownLatch(1);
                var busy = new CountDownLatch(1);
                loopThread.loop().perform(() -> {
                    busy.countDown();
                    hold(end);
                });
                loopThread.loop().wakeUp();
                busy.await();
                Thread free = Thread.ofVirtual().start(body(() -> exchange(server)));
                System.out.println(free.join(Duration.ofSeconds(10)) ? "exchanged" : "hangs");
                end.countDown();
            }
        }

        private static void hold(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private static void exchange(ServerSocket server) throws Exception {
            var answered = new CountDownLatch(1);
            try (var client = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket accepted = server.accept()) {
                Thread.ofPlatform().daemon().start(body(() -> {
                    Thread.sleep(20); // so that the read below waits
                    accepted.getOutputStream().write(1);
                    answered.countDown();
                }));
                client.getInputStream().read();
                answered.await();
            }
        }
    }

    @Test
    void doNotHaveTheSocketsOfOthersDependOnTheirLoop() throws Exception {
        assertEquals(List.of("exchanged"), OtherJvm.run(FirstSocket.class, OPENED));
    }
}

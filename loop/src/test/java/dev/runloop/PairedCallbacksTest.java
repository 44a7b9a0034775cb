package dev.runloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.runloop.port.Port;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What a source is told of its modes")
class PairedCallbacksTest extends ConcurrentTest {
    private static final int ROUNDS = 200;

    /** Notes what it is told. */
    private static final class Told implements Source0.Callbacks, Source1.Callbacks {
        final Queue<String> words = new ConcurrentLinkedQueue<>();

        @Override
        public void perform() {}

        @Override
        public void schedule(RunLoop loop, RunLoopMode mode) {
            words.add("schedule");
        }

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            words.add("cancel");
        }

        void assertPaired() {
            List<String> heard = List.copyOf(words);
            List<String> pairs = Stream.iterate("schedule", word -> word.equals("schedule") ? "cancel" : "schedule")
                    .limit(heard.size())
                    .toList();
            assertEquals(pairs, heard);
            assertEquals(0, heard.size() % 2, () -> "not cancelled: " + heard);
        }
    }

    /** Adds while another thread does something, and then ends the loop, if that has not ended it. */
    private void addAgainst(ThreadKind kind, RunLoopSource source, Told told, RunLoopMode mode, Rival rival)
            throws Exception {
        RunLoopThread thread = startLoop(kind);
        var together = new CyclicBarrier(2);
        Thread other = start(ThreadKind.PLATFORM, () -> {
            together.await();
            rival.act(thread, source);
        });
        together.await();
        try {
            thread.loop().add(source, mode);
        } catch (RunLoopEndedException e) {
            // told of both or of neither
        }
        other.join();
        thread.close();
        thread.thread().join();
        told.assertPaired();
    }

    /** What happens at the same time. */
    @FunctionalInterface
    private interface Rival {
        void act(RunLoopThread thread, RunLoopSource source);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("comes in pairs and in order, if the loop ends or others take the source out as it is added")
    void comesInPairs(ThreadKind kind) throws Exception {
        List<RunLoopMode> modes = List.of(RunLoopMode.DEFAULT, RunLoopMode.COMMON, RunLoopMode.of("other"));
        for (int i = 0; i < ROUNDS; i++) {
            RunLoopMode mode = modes.get(i % modes.size());
            var told = new Told();
            RunLoopSource source = i % 2 == 0 ? Source0.create(told) : Source1.create(told);
            Rival rival = switch (i / 2 % 3) {
                case 0 -> (thread, added) -> thread.stop();
                case 1 -> (thread, added) -> thread.loop().remove(added, mode);
                default -> (thread, added) -> added.invalidate();
            };
            addAgainst(kind, source, told, mode, rival);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is counted by a port, which is valid no longer than a loop has it")
    void isCountedByPorts(ThreadKind kind) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            RunLoopThread ending = startLoop(kind);
            Port port = Port.create(message -> {});
            Thread other = start(ThreadKind.PLATFORM, ending::stop);
            try {
                port.schedule(ending.loop(), RunLoopMode.DEFAULT);
            } catch (RunLoopEndedException e) {
                // counted neither or both ways
            }
            other.join();
            ending.thread().join();
            if (port.isValid()) { // it was never there
                RunLoopThread second = startLoop(kind);
                port.schedule(second.loop(), RunLoopMode.DEFAULT);
                second.close();
            }
            assertFalse(port.isValid());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "is both when its loop finds that its channel is closed, on whichever thread it is added, and however soon")
    void closedChannel(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        for (int i = 0; i < ROUNDS; i++) {
            Pipe pipe = Pipe.open();
            pipe.sink().close();
            pipe.source().configureBlocking(false);
            pipe.source().close();
            var words = new ConcurrentLinkedQueue<String>();
            var source = ChannelSource.create(pipe.source(), 0, new ChannelSource.Callbacks() {
                @Override
                public void perform(ChannelSource self) {}

                @Override
                public void schedule(RunLoop in, RunLoopMode mode) {
                    words.add("schedule");
                }

                @Override
                public void cancel(RunLoop in, RunLoopMode mode) {
                    words.add("cancel");
                }
            });
            if (i % 2 == 0) {
                loop.add(source, RunLoopMode.DEFAULT);
            } else {
                loop.perform(() -> loop.add(source, RunLoopMode.DEFAULT));
                loop.wakeUp();
            }
            Awaitility.await().pollInterval(Duration.ofNanos(100_000)).until(() -> words.size() == 2);
            assertEquals(List.of("schedule", "cancel"), List.copyOf(words));
        }
    }
}

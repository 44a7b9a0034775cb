package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoopResult;
import dev.runloop.test.ThreadKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The events of a stream")
class StreamEventsTest extends StreamTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("do not come inside open()")
    void noneInsideOpen(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("ab")) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                assertTrue(stream.open());
                assertEquals(List.of(), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("begin with the opening and the first bytes in one pass")
    void openAndBytesTogether(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("ab")) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                stream.open();
                pass(loop);
                assertEquals(List.of("OPEN_COMPLETED", "HAS_BYTES_AVAILABLE"), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("begin with the opening and the first room in one pass")
    void openAndRoomTogether(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (WriteStream stream = WriteStream.toMemory()) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                stream.open();
                pass(loop);
                assertEquals(List.of("OPEN_COMPLETED", "CAN_ACCEPT_BYTES"), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("come one in a pass after that, and the end in the pass after the read that has reached it")
    void oneInAPass(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("abc")) {
                noteAndRead(stream, 1);
                stream.schedule(loop, MODE);
                stream.open();
                var sizes = new ArrayList<Integer>();
                for (int i = 0; i < 5; i++) {
                    pass(loop);
                    sizes.add(trace.size());
                }
                assertEquals(List.of(3, 5, 7, 8, 8), sizes, trace::toString);
                assertEquals("END_ENCOUNTERED", trace.getLast());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("do not repeat that there are bytes until there was a read")
    void bytesAreNotRepeated(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("abc")) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                stream.open();
                passes(loop, 5);
                assertEquals(List.of("OPEN_COMPLETED", "HAS_BYTES_AVAILABLE"), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tell of bytes again after a read outside of any callback")
    void readOutsideRearms(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("abc")) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                stream.open();
                passes(loop, 2);
                assertEquals("a", text(stream, 1));
                passes(loop, 2);
                assertEquals(List.of("OPEN_COMPLETED", "HAS_BYTES_AVAILABLE", "HAS_BYTES_AVAILABLE"), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("do not repeat that there is room until there was a write")
    void roomIsNotRepeated(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (WriteStream stream = WriteStream.toMemory()) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                stream.open();
                passes(loop, 3);
                assertEquals(List.of("OPEN_COMPLETED", "CAN_ACCEPT_BYTES"), trace);
                assertEquals(1, stream.write(bytes("x")));
                passes(loop, 3);
                assertEquals(List.of("OPEN_COMPLETED", "CAN_ACCEPT_BYTES", "CAN_ACCEPT_BYTES"), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("do not tell of bytes that have been read before the event's turn came")
    void noneForWhatHasBeenRead(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("ab")) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                stream.open();
                assertEquals("ab", text(stream, 10));
                passes(loop, 3);
                assertEquals(List.of("OPEN_COMPLETED", "END_ENCOUNTERED"), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("leave out the opening of a stream that was opened before it was scheduled")
    void openedBeforeScheduled(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("ab")) {
                stream.setClient(note());
                stream.open();
                stream.schedule(loop, MODE);
                passes(loop, 2);
                assertEquals(List.of("HAS_BYTES_AVAILABLE"), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("leave out the opening for a client that comes after it")
    void openedBeforeTheClient(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("ab")) {
                stream.schedule(loop, MODE);
                stream.open();
                passes(loop, 2);
                stream.setClient(note());
                passes(loop, 2);
                assertEquals(List.of("HAS_BYTES_AVAILABLE"), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("stop when the stream is unscheduled and go on when it is scheduled again")
    void unscheduling(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            keep(loop, MODE);
            try (ReadStream stream = memory("abcd")) {
                noteAndRead(stream, 1);
                stream.schedule(loop, MODE);
                stream.open();
                pass(loop);
                stream.unschedule(loop, MODE);
                int before = trace.size();
                passes(loop, 3);
                assertEquals(before, trace.size());
                stream.schedule(loop, MODE);
                pass(loop);
                assertEquals(List.of("HAS_BYTES_AVAILABLE", "b"), trace.subList(before, trace.size()));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tell a stream that is scheduled again of bytes that its client was told of and has not read")
    void reschedulingTellsAgain(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("ab")) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                stream.open();
                pass(loop);
                stream.unschedule(loop, MODE);
                stream.schedule(loop, MODE);
                passes(loop, 3);
                assertEquals(List.of("OPEN_COMPLETED", "HAS_BYTES_AVAILABLE", "HAS_BYTES_AVAILABLE"), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("wait while their mode does not run")
    void waitForTheirMode(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            keep(loop, OTHER);
            try (ReadStream stream = memory("ab")) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                stream.open();
                assertEquals(RunLoopResult.TIMED_OUT, loop.runInMode(OTHER, Duration.ofMillis(1), false));
                assertEquals(List.of(), trace);
                pass(loop);
                assertEquals(2, trace.size());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("of a batch count as one source that was handled")
    void oneBatchARun(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("ab")) {
                noteAndRead(stream, 1);
                stream.schedule(loop, MODE);
                stream.open();
                assertEquals(RunLoopResult.HANDLED_SOURCE, loop.runInMode(MODE, PATIENCE, true));
                assertEquals(3, trace.size());
                assertEquals(RunLoopResult.HANDLED_SOURCE, loop.runInMode(MODE, PATIENCE, true));
                assertEquals(5, trace.size());
                assertEquals(RunLoopResult.HANDLED_SOURCE, loop.runInMode(MODE, PATIENCE, true));
                assertEquals("END_ENCOUNTERED", trace.getLast());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are over when the client closes the stream, and the run with them if nothing else is in the mode")
    void closingInACallback(ThreadKind kind) throws Exception {
        for (StreamEvent last : EnumSet.of(StreamEvent.OPEN_COMPLETED, StreamEvent.HAS_BYTES_AVAILABLE)) {
            trace.clear();
            onLoop(kind, loop -> {
                ReadStream stream = memory("ab");
                stream.setClient((in, event) -> {
                    trace.add(event.name());
                    if (event == last) {
                        in.close();
                    }
                });
                stream.schedule(loop, MODE);
                stream.open();
                assertEquals(RunLoopResult.FINISHED, loop.runInMode(MODE, PATIENCE, false));
                assertEquals(last.name(), trace.getLast());
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are over when the client unschedules the stream in the opening")
    void unschedulingInACallback(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            ReadStream stream = memory("ab");
            stream.setClient((in, event) -> {
                trace.add(event.name());
                in.unschedule(loop, MODE);
            });
            stream.schedule(loop, MODE);
            stream.open();
            assertEquals(RunLoopResult.FINISHED, loop.runInMode(MODE, PATIENCE, false));
            assertEquals(List.of("OPEN_COMPLETED"), trace);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("come to a client for those that it wants, and wait for one that wants the others")
    void onlyThoseWanted(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            keep(loop, MODE);
            try (ReadStream stream = memory("ab")) {
                stream.setClient(EnumSet.of(StreamEvent.OPEN_COMPLETED), note());
                stream.schedule(loop, MODE);
                stream.open();
                passes(loop, 2);
                assertEquals("ab", text(stream, 2));
                passes(loop, 2);
                assertEquals(List.of("OPEN_COMPLETED"), trace);
                stream.setClient(note());
                passes(loop, 2);
                assertEquals(List.of("OPEN_COMPLETED", "END_ENCOUNTERED"), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("reach a nested run of the loop inside a callback")
    void nestedRun(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = memory("ab")) {
                stream.setClient((in, event) -> {
                    trace.add(event.name());
                    if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                        trace.add(text(in, 1));
                        pass(loop);
                        trace.add("out");
                    }
                });
                stream.schedule(loop, MODE);
                stream.open();
                pass(loop);
                assertEquals(
                        List.of(
                                "OPEN_COMPLETED",
                                "HAS_BYTES_AVAILABLE",
                                "a",
                                "HAS_BYTES_AVAILABLE",
                                "b",
                                "END_ENCOUNTERED",
                                "out",
                                "out"),
                        trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("whose callback throws are told to the exception handler, and the stream goes on")
    void throwingCallback(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            loop.setExceptionHandler((thread, failure) -> trace.add(failure.getMessage()));
            try (ReadStream stream = memory("ab")) {
                stream.setClient((in, event) -> {
                    if (event == StreamEvent.HAS_BYTES_AVAILABLE) {
                        text(in, 1);
                    }
                    throw new IllegalStateException(event.name());
                });
                stream.schedule(loop, MODE);
                stream.open();
                passes(loop, 5);
                assertEquals(
                        List.of("OPEN_COMPLETED", "HAS_BYTES_AVAILABLE", "HAS_BYTES_AVAILABLE", "END_ENCOUNTERED"),
                        trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("of an error come last, and once")
    void errorIsLast(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (WriteStream stream = WriteStream.toBytes(ByteBuffer.allocate(2))) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                stream.open();
                passes(loop, 2);
                assertEquals(-1, stream.write(bytes("abc")));
                passes(loop, 3);
                assertEquals(List.of("OPEN_COMPLETED", "CAN_ACCEPT_BYTES", "ERROR_OCCURRED"), trace);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("of an opening that fails: open() is false, and the error comes in the next pass")
    void failedOpen(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            try (ReadStream stream = ReadStream.ofFile(folder.resolve("absent"))) {
                stream.setClient(note());
                stream.schedule(loop, MODE);
                assertFalse(stream.open());
                assertEquals(List.of(), trace);
                passes(loop, 3);
                assertEquals(List.of("ERROR_OCCURRED"), trace);
            }
        });
    }
}

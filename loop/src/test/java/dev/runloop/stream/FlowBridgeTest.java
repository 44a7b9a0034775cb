package dev.runloop.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.test.ThreadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A bridge between streams and Flow")
class FlowBridgeTest extends StreamTest {

    /** Notes the signals, and asks for as many elements as it is told to. */
    private class Noting implements Flow.Subscriber<ByteBuffer> {
        volatile Flow.Subscription subscription;
        volatile Throwable failure;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            trace.add("subscribed");
        }

        @Override
        public void onNext(ByteBuffer item) {
            trace.add(StandardCharsets.UTF_8.decode(item).toString());
        }

        @Override
        public void onError(Throwable failure) {
            this.failure = failure;
            trace.add("error");
        }

        @Override
        public void onComplete() {
            trace.add("complete");
        }
    }

    /** What a publisher of the test hands to a stream. */
    private static final class Manual implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
        volatile Flow.Subscriber<? super ByteBuffer> subscriber;
        volatile long asked;
        volatile boolean cancelled;

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
            subscriber.onSubscribe(this);
        }

        @Override
        public synchronized void request(long count) {
            asked += count;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("publishes as much as is asked for, and no more")
    void demand(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            var subscriber = new Noting();
            memory("abcde").asPublisher(loop, MODE, 2).subscribe(subscriber);
            passes(loop, 3);
            assertEquals(List.of("subscribed"), trace);
            subscriber.subscription.request(2);
            passes(loop, 4);
            assertEquals(List.of("subscribed", "ab", "cd"), trace);
            subscriber.subscription.request(Long.MAX_VALUE);
            subscriber.subscription.request(Long.MAX_VALUE);
            passes(loop, 4);
            assertEquals(List.of("subscribed", "ab", "cd", "e", "complete"), trace);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("publishes on the thread of the loop, for demand from any thread")
    void demandFromElsewhere(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        List<Thread> threads = new ArrayList<>();
        var subscriber = new Noting() {
            @Override
            public void onNext(ByteBuffer item) {
                threads.add(Thread.currentThread());
                super.onNext(item);
            }
        };
        memory("ab").asPublisher(loop, RunLoopMode.DEFAULT, 1).subscribe(subscriber);
        subscriber.subscription.request(1);
        until(() -> trace.contains("a"));
        subscriber.subscription.request(1);
        until(() -> trace.contains("complete"));
        assertEquals(List.of(loop.thread(), loop.thread()), threads);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("closes the stream when the subscriber cancels, in a signal or elsewhere")
    void cancel(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            ReadStream stream = memory("abc");
            var subscriber = new Noting() {
                @Override
                public void onNext(ByteBuffer item) {
                    super.onNext(item);
                    subscription.cancel();
                }
            };
            stream.asPublisher(loop, MODE, 1).subscribe(subscriber);
            subscriber.subscription.request(5);
            passes(loop, 5);
            assertEquals(List.of("subscribed", "a"), trace);
            assertEquals(StreamStatus.CLOSED, stream.status());
        });
    }

    @Test
    @DisplayName("refuses a second subscriber, and one that asks for nothing")
    void refusals() throws Exception {
        onLoop(ThreadKind.PLATFORM, loop -> {
            Flow.Publisher<ByteBuffer> publisher = memory("abc").asPublisher(loop, MODE, 1);
            var first = new Noting();
            publisher.subscribe(first);
            var second = new Noting();
            publisher.subscribe(second);
            assertInstanceOf(IllegalStateException.class, second.failure);
            first.subscription.request(0);
            passes(loop, 2);
            assertInstanceOf(IllegalArgumentException.class, first.failure);
            assertThrows(NullPointerException.class, () -> publisher.subscribe(null));
            assertThrows(IllegalArgumentException.class, () -> memory("").asPublisher(loop, MODE, 0));
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("fails the subscriber when the stream fails, or its loop ends")
    void failures(ThreadKind kind) throws Exception {
        RunLoopThread thread = startLoop(kind);
        var failing = new Noting();
        ReadStream.ofFile(folder.resolve("absent"))
                .asPublisher(thread.loop(), RunLoopMode.DEFAULT, 1)
                .subscribe(failing);
        until(() -> failing.failure != null);
        assertInstanceOf(IOException.class, failing.failure);
        var orphan = new Noting();
        StreamPair pair = closing(StreamPair.bound(1));
        pair.input().asPublisher(thread.loop(), RunLoopMode.DEFAULT, 1).subscribe(orphan);
        thread.close();
        assertInstanceOf(RunLoopEndedException.class, orphan.failure);
        var late = new Noting();
        memory("a").asPublisher(thread.loop(), RunLoopMode.DEFAULT, 1).subscribe(late);
        assertInstanceOf(RunLoopEndedException.class, late.failure);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("reads what is published, a few elements ahead")
    void readsAPublisher(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            var publisher = new Manual();
            ReadStream stream = closing(ReadStream.ofPublisher(publisher));
            noteAndRead(stream, 3);
            stream.schedule(loop, MODE);
            stream.open();
            passes(loop, 2);
            assertEquals(List.of("OPEN_COMPLETED"), trace);
            long ahead = publisher.asked;
            publisher.subscriber.onNext(bytes("ab"));
            publisher.subscriber.onNext(bytes(""));
            publisher.subscriber.onNext(bytes("cdef"));
            passes(loop, 3);
            assertEquals(ahead + 3, publisher.asked);
            publisher.subscriber.onComplete();
            passes(loop, 3);
            assertEquals(
                    List.of(
                            "OPEN_COMPLETED",
                            "HAS_BYTES_AVAILABLE",
                            "abc",
                            "HAS_BYTES_AVAILABLE",
                            "def",
                            "HAS_BYTES_AVAILABLE",
                            "end",
                            "END_ENCOUNTERED"),
                    trace);
        });
    }

    @Test
    @DisplayName("fails when the publisher fails, after what it had published")
    void failingPublisher() {
        var publisher = new Manual();
        ReadStream stream = closing(ReadStream.ofPublisher(publisher));
        stream.open();
        publisher.subscriber.onNext(bytes("ab"));
        var reason = new IOException("broken");
        publisher.subscriber.onError(reason);
        assertEquals("ab", text(stream, 5));
        assertEquals("none", text(stream, 5));
        assertSame(reason, stream.streamError().orElseThrow());
    }

    @Test
    @DisplayName("fails to open when the publisher refuses it")
    void refusingPublisher() {
        ReadStream stream = ReadStream.ofPublisher(subscriber -> {
            throw new IllegalStateException("not today");
        });
        assertTrue(!stream.open() && stream.streamError().isPresent());
    }

    @Test
    @DisplayName("cancels the subscription when the stream is closed, and takes one subscription only")
    void closingCancels() {
        var publisher = new Manual();
        ReadStream stream = ReadStream.ofPublisher(publisher);
        stream.open();
        var second = new Manual();
        publisher.subscriber.onSubscribe(second);
        assertTrue(second.cancelled);
        stream.close();
        assertTrue(publisher.cancelled);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("writes what is published, asking for one buffer at a time, and closes the stream at the end")
    void subscriber(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            WriteStream stream = WriteStream.toMemory();
            var publisher = new Manual();
            publisher.subscribe(stream.asSubscriber(loop, MODE));
            assertEquals(1, publisher.asked);
            passes(loop, 2);
            publisher.subscriber.onNext(bytes("abc"));
            passes(loop, 2);
            assertEquals(2, publisher.asked);
            publisher.subscriber.onNext(bytes("de"));
            publisher.subscriber.onComplete();
            passes(loop, 3);
            assertEquals("abcde", written(stream));
            assertEquals(StreamStatus.CLOSED, stream.status());
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("takes a publisher of the JDK from one thread to the loop of another, by a pair that is too small")
    void throughAPair(ThreadKind kind) throws Exception {
        RunLoop loop = startLoop(kind).loop();
        StreamPair pair = closing(StreamPair.bound(7));
        start(kind, () -> {
            try (var publisher = new SubmissionPublisher<ByteBuffer>(ForkJoinPool.commonPool(), 4)) {
                publisher.subscribe(pair.output().asSubscriber(loop, RunLoopMode.DEFAULT));
                for (int i = 0; i < 100; i++) {
                    publisher.submit(bytes("0123456789"));
                }
            }
        });
        assertEquals(
                "0123456789".repeat(100),
                new String(pair.input().asInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("cancels when the stream that is written to fails, and fails it when the publisher does")
    void failuresOfWriting(ThreadKind kind) throws Exception {
        onLoop(kind, loop -> {
            keep(loop, MODE);
            var publisher = new Manual();
            publisher.subscribe(WriteStream.toBytes(ByteBuffer.allocate(1)).asSubscriber(loop, MODE));
            publisher.subscriber.onNext(bytes("ab"));
            passes(loop, 3);
            assertTrue(publisher.cancelled);
            var failing = new Manual();
            WriteStream stream = WriteStream.toMemory();
            failing.subscribe(stream.asSubscriber(loop, MODE));
            failing.subscriber.onError(new IllegalStateException("broken"));
            assertEquals("broken", stream.streamError().orElseThrow().getCause().getMessage());
            var closed = new Manual();
            WriteStream closing = WriteStream.toMemory();
            closed.subscribe(closing.asSubscriber(loop, MODE));
            closing.close();
            closed.subscriber.onNext(bytes("ab"));
            assertTrue(closed.cancelled);
        });
        RunLoopThread thread = startLoop(kind);
        var orphan = new Manual();
        orphan.subscribe(WriteStream.toMemory().asSubscriber(thread.loop(), RunLoopMode.DEFAULT));
        thread.close();
        assertTrue(orphan.cancelled);
    }
}

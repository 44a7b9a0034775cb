package dev.runloop.stream;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.internal.Failures;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is published to a write stream, on the thread of a loop, and requests one buffer at a time.
 *
 * <p>The publisher's thread stores the buffer, or the end, in a field and signals a source; the perform of this source,
 * and the events of the stream, find it there. For one publisher, as with any subscriber.
 */
final class StreamSubscriber implements Flow.Subscriber<ByteBuffer>, Source0.Callbacks {
    private final WriteStream stream;
    private final RunLoop loop;
    private final RunLoopMode mode;
    private final Source0 news = Source0.create(this);
    private volatile Flow.@Nullable Subscription subscription; // set once
    private volatile @Nullable ByteBuffer bytes; // from the publisher's thread to the loop's
    private volatile boolean complete;
    private boolean hasRoom; // the loop's thread

    StreamSubscriber(WriteStream stream, RunLoop loop, RunLoopMode mode) {
        this.stream = stream;
        this.loop = loop;
        this.mode = mode;
    }

    @Override
    public void onSubscribe(Flow.Subscription offered) {
        requireNonNull(offered, "subscription");
        if (subscription != null) {
            offered.cancel(); // one is enough
            return;
        }
        subscription = offered;
        try {
            loop.add(news, mode);
            stream.setClient((out, event) -> handle(event));
            stream.schedule(loop, mode);
            stream.open();
            offered.request(1);
        } catch (Throwable e) { // of a loop that has ended, or of the subscription
            fail(e);
        }
    }

    @Override
    public void onNext(ByteBuffer item) {
        bytes = requireNonNull(item, "item");
        if (stream.status().isFinal()) {
            end(); // closed by another thread
        }
        news.signalAndWakeUp();
    }

    @Override
    public void onError(Throwable reason) {
        fail(requireNonNull(reason, "reason"));
    }

    @Override
    public void onComplete() {
        complete = true;
        news.signalAndWakeUp();
    }

    @Override
    public void perform() {
        write();
    }

    /** The source leaves the loop: at our end, or at that of the loop. */
    @Override
    public void cancel(RunLoop left, RunLoopMode leftMode) {
        if (news.isValid()) {
            fail(new RunLoopEndedException(left.thread()));
        }
    }

    private void handle(StreamEvent event) {
        switch (event) {
            case CAN_ACCEPT_BYTES -> {
                hasRoom = true;
                write();
            }
            case ERROR_OCCURRED, END_ENCOUNTERED -> end();
            default -> {}
        }
    }

    private void write() {
        ByteBuffer present = bytes;
        if (present == null) {
            if (complete) {
                end();
            }
        } else if (hasRoom || !present.hasRemaining()) {
            if (present.hasRemaining()) {
                hasRoom = false;
                stream.write(present);
            }
            if (!present.hasRemaining()) {
                written();
            }
        }
    }

    private void written() {
        bytes = null;
        Flow.Subscription present = subscription;
        if (complete) {
            end();
        } else if (present != null) {
            try {
                present.request(1);
            } catch (Throwable e) { // nothing more would come
                fail(e);
            }
        }
    }

    private void fail(Throwable reason) {
        stream.engine().fail(reason);
        end();
    }

    private void end() {
        news.invalidate();
        stream.close();
        Flow.Subscription present = subscription;
        if (present != null) {
            try {
                present.cancel();
            } catch (Throwable e) {
                Failures.log("a subscription could not be cancelled", e);
            }
        }
    }
}

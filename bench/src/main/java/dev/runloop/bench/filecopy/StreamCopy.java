package dev.runloop.bench.filecopy;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.bench.gauge.LateTimer;
import dev.runloop.stream.ReadStream;
import dev.runloop.stream.StreamEvent;
import dev.runloop.stream.WriteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Copies by streams on the loop of the calling thread, one buffer per event. */
final class StreamCopy {
    private final ReadStream in;
    private final WriteStream out;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(FileCopy.BUFFER);

    private StreamCopy(Path from, Path to) {
        in = ReadStream.ofFile(from);
        out = WriteStream.toFile(to);
    }

    /** Copies, and measures a timer meanwhile. */
    static void copy(Path from, Path to, LateTimer late) throws IOException {
        RunLoop loop = RunLoop.current();
        late.start(loop);
        try {
            new StreamCopy(from, to).run(loop);
        } finally {
            late.stop();
        }
    }

    private void run(RunLoop loop) throws IOException {
        in.setClient((stream, event) -> handle(event, loop));
        in.schedule(loop, RunLoopMode.DEFAULT);
        try (in;
                out) {
            if (out.open() && in.open()) {
                loop.run();
            }
            failIf(in.streamError().orElse(null));
            failIf(out.streamError().orElse(null));
        }
    }

    private void handle(StreamEvent event, RunLoop loop) {
        switch (event) {
            case HAS_BYTES_AVAILABLE -> {
                in.read(bytes.clear());
                bytes.flip();
                while (bytes.hasRemaining()) {
                    if (out.write(bytes) < 0) {
                        loop.stop();
                        return;
                    }
                }
            }
            case END_ENCOUNTERED, ERROR_OCCURRED -> loop.stop();
            default -> {}
        }
    }

    private static void failIf(@Nullable IOException reason) throws IOException {
        if (reason != null) {
            throw reason;
        }
    }
}

package dev.runloop.stream.examples;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.stream.ReadStream;
import dev.runloop.stream.StreamEvent;
import dev.runloop.stream.StreamProperty;
import dev.runloop.stream.WriteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Copies a file in small bursts on a loop, and shows now and then how far it has come. The loop does everything else in
 * between.
 */
final class FileCopier {
    private static final Duration BETWEEN_LINES = Duration.ofMillis(1);

    private final ReadStream in;
    private final WriteStream out;
    private final long size;
    private final Consumer<String> lines;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16);
    private final RunLoopTimer progress = RunLoopTimer.repeating(BETWEEN_LINES, timer -> showProgress());
    private final CompletableFuture<Void> copied = new CompletableFuture<>();

    private FileCopier(Path from, Path to, Consumer<String> lines) throws IOException {
        this.in = ReadStream.ofFile(from);
        this.out = WriteStream.toFile(to);
        this.size = Files.size(from);
        this.lines = lines;
    }

    /** Begins to copy on a loop; the future is completed there. */
    static CompletableFuture<Void> copy(Path from, Path to, Consumer<String> lines, RunLoop loop) throws IOException {
        var copier = new FileCopier(from, to, lines);
        copier.in.setClient((stream, event) -> copier.handle(event));
        copier.in.schedule(loop, RunLoopMode.COMMON);
        loop.add(copier.progress, RunLoopMode.COMMON);
        if (copier.out.open()) {
            copier.in.open(); // a failure is told like any other
        } else {
            copier.finish(copier.out.streamError().orElseThrow());
        }
        return copier.copied;
    }

    private void handle(StreamEvent event) {
        switch (event) {
            case HAS_BYTES_AVAILABLE -> copySome();
            case END_ENCOUNTERED -> {
                showProgress();
                finish(null);
            }
            case ERROR_OCCURRED -> finish(in.streamError().orElseThrow());
            default -> {}
        }
    }

    private void copySome() {
        if (in.read(bytes.clear()) > 0) {
            bytes.flip();
            while (bytes.hasRemaining() && out.write(bytes) > 0) {}
            out.streamError().ifPresent(this::finish);
        }
    }

    private void showProgress() {
        long done = out.property(StreamProperty.BYTES_TRANSFERRED).orElse(0L);
        lines.accept("%d of %d bytes, %d %%".formatted(done, size, size == 0 ? 100 : 100 * done / size));
    }

    private void finish(IOException failure) {
        progress.invalidate();
        in.close();
        out.close();
        if (failure == null) {
            copied.complete(null);
        } else {
            copied.completeExceptionally(failure);
        }
    }
}

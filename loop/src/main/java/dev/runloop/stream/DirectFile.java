package dev.runloop.stream;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A file whose reads and writes are made on the calling thread, and which an interrupt does not close.
 *
 * <p>Loops put interrupts aside, but a {@link java.nio.channels.FileChannel} is closed for good by an interrupt of the
 * thread that uses it. An asynchronous channel is not, and with an executor that runs its operations at once it is not
 * asynchronous either.
 */
final class DirectFile {
    private static final AbstractExecutorService AT_ONCE = new AtOnce();

    private final AsynchronousFileChannel channel;

    DirectFile(Path path, Set<? extends OpenOption> options) throws IOException {
        channel = AsynchronousFileChannel.open(path, options, AT_ONCE);
    }

    AsynchronousFileChannel channel() {
        return channel;
    }

    /** The outcome of an operation, which on most systems is there already. */
    static int outcomeOf(Future<Integer> operation) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return operation.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // nothing is lost by it: each write has already reported its outcome
        }
    }

    /** Runs tasks on the calling thread. */
    private static final class AtOnce extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }
}

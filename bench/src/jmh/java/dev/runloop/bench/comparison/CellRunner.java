package dev.runloop.bench.comparison;

import dev.runloop.bench.gauge.LiveThreads;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a cell on a thread of its own and gives up if it hangs. */
final class CellRunner {
    private final Duration limit;

    CellRunner(Duration limit) {
        this.limit = limit;
    }

    /** Returns the nanoseconds that the work took. */
    long run(Cell cell, long work) throws CellFailure, InterruptedException {
        var measuring = new FutureTask<>(() -> cell.measure().body().run(cell.subject(), work));
        var thread = Thread.ofPlatform().daemon().name("cell: " + cell).start(measuring);
        try {
            long nanos = measuring.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            thread.join();
            return Math.max(1, nanos);
        } catch (TimeoutException e) {
            throw new CellFailure(
                    "'%s' did not finish %,d units of work in %d seconds. All threads at that moment:%n%s"
                            .formatted(cell, work, limit.toSeconds(), LiveThreads.dump()),
                    e);
        } catch (ExecutionException e) {
            throw new CellFailure("'%s' failed: %s".formatted(cell, e.getCause()), e.getCause());
        }
    }
}

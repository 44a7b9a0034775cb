package dev.runloop.diagnostics;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoop;
import dev.runloop.internal.LibraryThreads;
import dev.runloop.internal.ThreadEnd;
import dev.runloop.internal.access.LoopAccess;
import dev.runloop.internal.trace.Handoffs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches loops from a thread of its own, and reports user code that keeps a loop from its other work for longer than a limit:
 * a task that computes, a timer handler that waits for a lock, a callback that reads from a silent socket.
 *
 * <p>The loops do nothing for it. Eight times within the limit, whatever its handler does, the monitor checks whether the loops
 * that are awake have begun something else. Of very many sleeping ones it checks an eighth each time. Only if a loop is
 * stalled does it take the stack, which shows the kind and the class of what is running. It reports again whenever the
 * duration has doubled, and when the loop goes on.
 *
 * <p>A sleeping loop is not stalled, even in a run nested in a callback; nor is one that has been woken and waits for a
 * processor. If more time than that of two checks passes between two of them, the whole JVM or machine may have stood still,
 * for a garbage collection or in a debugger; such a gap counts as two checks towards the limit. The reported duration includes
 * it, unless it was as long as the limit, and is accurate to an eighth of the limit as long as the monitor gets a processor.
 * A platform thread suspended by a debugger is not reported if the JVM has the module {@code java.management}; for a virtual
 * one this cannot be known.
 *
 * <p>Each report is also a flight recorder event if the JVM has the module {@code jdk.jfr}: see {@link RunLoopEvents}. Loops on
 * another clock than the system's are watched only if they are passed to {@link Builder#loops}.
 *
 * <pre>{@code
 * try (var monitor = StallMonitor.builder().limit(Duration.ofMillis(200)).start()) {
 *     runApplication();
 * }
 * }</pre>
 *
 * <p>{@link Builder#start} loads the classes that a report needs, which takes some tenths of a second the first time in a JVM.
 *
 * <p>Thread-safe.
 */
public final class StallMonitor implements AutoCloseable {
    private static final boolean HAS_FLIGHT_RECORDER = hasFlightRecorder();
    private static final long SHORTEST_PERIOD = Duration.ofMillis(1).toNanos();

    private final @Nullable Map<RunLoop, OriginTracer> origins; // null unless recorded
    private final Consumer<RunLoop> tracing = this::trace;
    private final StallReporter reporter;
    private final StallScanner scanner;
    private final Thread thread;
    private final long period;
    private volatile boolean closed; // written under the lock of this

    private StallMonitor(Builder builder) {
        long limit = builder.limit.toNanos();
        period = Math.max(SHORTEST_PERIOD, limit / StallScanner.LOOKS_WITHIN_LIMIT);
        origins = builder.recordsOrigins ? new ConcurrentHashMap<>() : null;
        reporter = new StallReporter(builder.handler);
        scanner = new StallScanner(
                limit,
                period,
                builder.loops == null ? null : new ArrayList<>(builder.loops),
                loop -> origins == null ? null : origins.get(loop),
                this::report);
        thread =
                LibraryThreads.platform().daemon().name("runloop-stall-monitor").unstarted(this::watch);
    }

    private static boolean hasFlightRecorder() {
        try {
            Class.forName("jdk.jfr.Event", false, StallMonitor.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false; // the module jdk.jfr is optional
        }
    }

    /** {@return a builder} */
    public static Builder builder() {
        return new Builder();
    }

    private synchronized void trace(RunLoop loop) {
        if (origins != null && !closed) {
            origins.computeIfAbsent(loop, key -> {
                var tracer = new OriginTracer();
                LoopAccess.probe(key).counters().addTracer(tracer);
                return tracer;
            });
        }
    }

    /** Watches the chosen loops, or all if null. */
    private void begin(@Nullable Collection<RunLoop> chosen) {
        WarmUp.happen();
        if (origins != null) {
            Handoffs.startRecordingOrigins();
            if (chosen == null) {
                LoopAccess.addListener(tracing);
            } else {
                chosen.forEach(tracing);
            }
        }
        try {
            reporter.start();
            thread.start();
        } catch (Throwable e) { // no memory for a thread
            close();
            throw e;
        }
    }

    /** The monitor's thread. */
    private void watch() {
        long last = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(this, period);
            long now = System.nanoTime();
            long elapsed = now - last;
            last = now;
            scanner.look(elapsed);
            if (origins != null) {
                origins.keySet().removeIf(RunLoop::hasEnded);
            }
        }
    }

    private void report(StallReport report) {
        try {
            if (HAS_FLIGHT_RECORDER) {
                StallEvent.write(report);
            }
        } finally {
            reporter.add(report);
        }
    }

    /** Once in a JVM: loads the classes needed to report, which would delay the first report. */
    private static final class WarmUp {
        static {
            Thread self = Thread.currentThread();
            List<StackTraceElement> stack = List.of(self.getStackTrace());
            CalloutStack.read(stack, true);
            ThreadDetails.isSuspended(self);
            ThreadDetails.waitsFor(self);
            StallWatch.warmUp();
            if (HAS_FLIGHT_RECORDER) {
                StallEvent.warmUp(stack);
            }
        }

        private WarmUp() {}

        static void happen() {}
    }

    /**
     * Stops watching, and waits until everything seen so far has been reported. If called by the handler it does not wait, and
     * nothing more is reported. If interrupted, interrupts the current thread again afterwards.
     */
    @Override
    public void close() {
        if (endTracing() && thread.isAlive()) {
            LockSupport.unpark(thread);
        }
        if (thread.getState() != Thread.State.NEW) {
            ThreadEnd.await(thread); // it never waits for the handler
        }
        reporter.close();
    }

    /** Closes it. Returns false if it was closed. */
    private synchronized boolean endTracing() {
        if (closed) {
            return false;
        }
        closed = true;
        if (origins != null) {
            LoopAccess.removeListener(tracing);
            origins.forEach((loop, tracer) -> LoopAccess.probe(loop).counters().removeTracer(tracer));
            origins.clear();
            Handoffs.stopRecordingOrigins();
        }
        return true;
    }

    /** Builds and starts a {@link StallMonitor}. Not thread-safe. */
    public static final class Builder {
        private static final Duration SHORTEST_LIMIT = Duration.ofMillis(10);
        private static final Duration LONGEST_LIMIT = Duration.ofDays(1);

        private Duration limit = Duration.ofMillis(200);
        private Consumer<? super StallReport> handler = StallLog::log;
        private @Nullable Collection<RunLoop> loops;
        private boolean recordsOrigins;

        private Builder() {}

        /**
         * Sets how long a callout may run before it is reported; 200 ms by default. The minimum is 10 ms, as threads are not
         * scheduled more precisely, and the maximum is a day.
         *
         * @param limit the limit
         * @return this builder
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder limit(Duration limit) {
            if (requireNonNull(limit, "limit").compareTo(SHORTEST_LIMIT) < 0 || limit.compareTo(LONGEST_LIMIT) > 0) {
                throw new IllegalArgumentException(
                        "limit is " + limit + ", which is not between " + SHORTEST_LIMIT + " and " + LONGEST_LIMIT);
            }
            this.limit = limit;
            return this;
        }

        /**
         * Sets the handler of reports. The default one logs to the {@link System.Logger} named after this package: warnings,
         * and ends of stalls as information.
         *
         * @param handler is called with one report after the other, on a thread of the monitor for just this. What it throws is
         *     logged. If it is so slow that 256 reports are waiting, further ones are dropped, and their number is logged.
         * @return this builder
         */
        public Builder handler(Consumer<? super StallReport> handler) {
            this.handler = requireNonNull(handler, "handler");
            return this;
        }

        /**
         * Watches these loops only; by default all, including future ones.
         *
         * @param loops the loops
         * @return this builder
         * @throws IllegalArgumentException if there are none
         */
        public Builder loops(Collection<RunLoop> loops) {
            List<RunLoop> copy = List.copyOf(requireNonNull(loops, "loops"));
            if (copy.isEmpty()) {
                throw new IllegalArgumentException("loops is empty: nothing would be watched");
            }
            this.loops = copy;
            return this;
        }

        /**
         * Records where code that stalls a loop was registered or handed off. While there is such a monitor, the stack of each
         * registration and of each submission to an executor is recorded, which costs some tens of microseconds, and loops
         * record what they call.
         *
         * @return this builder
         */
        public Builder recordOrigins() {
            recordsOrigins = true;
            return this;
        }

        /** {@return a monitor that is watching} */
        public StallMonitor start() {
            var monitor = new StallMonitor(this);
            monitor.begin(loops);
            return monitor;
        }
    }
}

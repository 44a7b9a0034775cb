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
 * Watches loops from a thread of its own, and reports what keeps one of them from its other work for longer than a limit: a
 * task that computes, a timer that waits for a lock, a callback that reads from a socket that has nothing to say.
 *
 * <p>The loops do nothing for it. The monitor looks eight times within its limit, whatever its handler does, at those that
 * are awake: whether they have begun with something else. Of very many that sleep it looks at an eighth each time. Only of one that has not it takes the stack, which also tells the kind and
 * the name of what is running. It reports again when the time has doubled, and when the loop goes on.
 *
 * <p>A loop that sleeps is not stalled, be it in a run that a callback has begun; nor is one that was woken and waits for a
 * processor. Where there is more time than that of two looks between two of them, the whole machine or JVM may have stood
 * still, for a collection of garbage or because a debugger holds it: it counts as two looks towards the limit. How long a
 * stall has lasted is told in full, to an eighth of the limit as long as the monitor gets a processor to look; a pause as long as the limit
 * or longer counts as two looks there too. A platform thread that a debugger holds alone is left out,
 * where the JVM has the module {@code java.management}; of a virtual one that cannot be told.
 *
 * <p>Each report is also an event of the flight recorder, where the JVM has the module {@code jdk.jfr}: see {@link
 * RunLoopEvents}. Loops that live by another clock than the machine's are not watched unless they are named.
 *
 * <pre>{@code
 * try (var monitor = StallMonitor.builder().limit(Duration.ofMillis(200)).start()) {
 *     runApplication();
 * }
 * }</pre>
 *
 * <p>{@link Builder#start} loads what a report needs, which takes some tenths of a second the first time in a JVM.
 *
 * <p>Thread-safe.
 */
public final class StallMonitor implements AutoCloseable {
    private static final boolean HAS_FLIGHT_RECORDER = hasFlightRecorder();
    private static final long SHORTEST_PERIOD = Duration.ofMillis(1).toNanos();

    private final @Nullable Map<RunLoop, OriginTracer> origins; // null unless they are recorded
    private final Consumer<RunLoop> tracing = this::trace;
    private final StallTeller teller;
    private final StallLookout lookout;
    private final Thread thread;
    private final long period;
    private volatile boolean closed; // written under the lock of this

    private StallMonitor(Builder builder) {
        long limit = builder.limit.toNanos();
        period = Math.max(SHORTEST_PERIOD, limit / StallLookout.LOOKS_WITHIN_LIMIT);
        origins = builder.recordsOrigins ? new ConcurrentHashMap<>() : null;
        teller = new StallTeller(builder.handler);
        lookout = new StallLookout(
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

    /** {@return a builder of monitors} */
    public static Builder builder() {
        return new Builder();
    }

    private synchronized void trace(RunLoop loop) {
        if (origins != null && !closed) {
            origins.computeIfAbsent(loop, key -> {
                var tracer = new OriginTracer();
                LoopAccess.of(key).counters().addTracer(tracer);
                return tracer;
            });
        }
    }

    /** Watches these loops, or all if there are none. */
    private void begin(@Nullable Collection<RunLoop> chosen) {
        WarmUp.happen();
        if (origins != null) {
            Handoffs.startRecordingOrigins();
            if (chosen == null) {
                LoopAccess.follow(tracing);
            } else {
                chosen.forEach(tracing);
            }
        }
        try {
            teller.start();
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
            lookout.look(elapsed);
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
            teller.add(report);
        }
    }

    /** Once in a JVM: loads what is needed to report, so that this does not delay the first report. */
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
     * Ends the monitor, and waits until what it has seen so far has been told, unless this is called by its handler, which is
     * told nothing more then. An interrupt is seen again afterwards.
     */
    @Override
    public void close() {
        if (endTracing() && thread.isAlive()) {
            LockSupport.unpark(thread);
        }
        if (thread.getState() != Thread.State.NEW) {
            ThreadEnd.await(thread); // it never waits for the handler
        }
        teller.close();
    }

    /** Closes it; false if that has been done. */
    private synchronized boolean endTracing() {
        if (closed) {
            return false;
        }
        closed = true;
        if (origins != null) {
            LoopAccess.unfollow(tracing);
            origins.forEach((loop, tracer) -> LoopAccess.of(loop).counters().removeTracer(tracer));
            origins.clear();
            Handoffs.stopRecordingOrigins();
        }
        return true;
    }

    /** The properties of a {@link StallMonitor} to be started. Not thread-safe. */
    public static final class Builder {
        private static final Duration SHORTEST_LIMIT = Duration.ofMillis(10);
        private static final Duration LONGEST_LIMIT = Duration.ofDays(1);

        private Duration limit = Duration.ofMillis(200);
        private Consumer<? super StallReport> handler = StallLog::log;
        private @Nullable Collection<RunLoop> loops;
        private boolean recordsOrigins;

        private Builder() {}

        /**
         * {@return this builder, for monitors that report what takes longer than this; 200 ms by default}
         *
         * @param limit for how long a callout may run: from 10 ms, as threads are not scheduled more exactly, to a day
         * @throws IllegalArgumentException if it is shorter or longer
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
         * {@return this builder, for monitors that tell this handler in place of the default one, which logs by {@link
         * System.Logger}, named after this package: warnings, and ends of stalls as information}
         *
         * @param handler is told on a thread of the monitor's that does nothing else, of one report after the other; what it
         *     throws is logged. If it is so slow that 256 reports wait for it, those that come then are dropped, and their
         *     number is logged.
         */
        public Builder handler(Consumer<? super StallReport> handler) {
            this.handler = requireNonNull(handler, "handler");
            return this;
        }

        /**
         * {@return this builder, for monitors that watch these loops alone; all by default, those to come included}
         *
         * @param loops the loops
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
         * {@return this builder, for monitors that also tell where what stalls a loop was registered or handed over} While
         * there is such a monitor each registration, and each task that is handed to an executor, is noted with its stack,
         * which costs some tens of microseconds, and loops note what they call.
         */
        public Builder recordOrigins() {
            recordsOrigins = true;
            return this;
        }

        /** {@return a monitor that has begun to watch} */
        public StallMonitor start() {
            var monitor = new StallMonitor(this);
            monitor.begin(loops);
            return monitor;
        }
    }
}

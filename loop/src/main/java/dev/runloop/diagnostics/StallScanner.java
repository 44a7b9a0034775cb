package dev.runloop.diagnostics;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopClock;
import dev.runloop.internal.access.LoopAccess;
import dev.runloop.internal.trace.LoopProbe;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Scans loops for stalls. It looks at every awake loop each time. It looks at the sleeping ones in rounds, each loop once within
 * {@value #LOOKS_WITHIN_LIMIT} looks, or more often as long as that costs next to nothing. Nothing is missed by that, since
 * a loop knows how long it has been awake.
 *
 * <p>For the monitor's thread. Calls no user code.
 */
final class StallScanner {
    /** The number of looks within the limit. */
    static final int LOOKS_WITHIN_LIMIT = 8;

    private static final int MOST_SHARE_OF_A_PROCESSOR = 50; // as 1 / n

    private final long limit;
    private final long period;
    private final @Nullable Collection<RunLoop> chosen; // null: all
    private final Function<RunLoop, @Nullable OriginTracer> origins;
    private final Consumer<StallReport> reports;
    private final Map<RunLoop, StallWatch> awake = new HashMap<>();
    private Iterator<RunLoop> asleep = Collections.emptyIterator(); // the rest of this round
    private int eachLook; // the maximum number of these
    private boolean isRoundOfOneLook;
    private long nanosForOne = 100; // the approximate cost of looking at one
    private long uncounted; // in this round
    private long uncountedBefore; // in the last one
    private boolean hasFailed;

    StallScanner(
            long limit,
            long period,
            @Nullable Collection<RunLoop> chosen,
            Function<RunLoop, @Nullable OriginTracer> origins,
            Consumer<StallReport> reports) {
        this.limit = limit;
        this.period = period;
        this.chosen = chosen;
        this.origins = origins;
        this.reports = reports;
    }

    /**
     * The time since the last look.
     *
     * @param lasted its length; only the counted part if it reaches the limit
     * @param counted the part that counts against a loop: at most two periods, as the whole machine may have stood still
     */
    record Gap(long lasted, long counted) {}

    /** Looks at the loops, {@code elapsed} nanoseconds after the last look. */
    void look(long elapsed) {
        long counted = Math.min(elapsed, 2 * period);
        uncounted += elapsed - counted;
        var gap = new Gap(elapsed < limit ? elapsed : counted, counted);
        for (Iterator<StallWatch> watches = awake.values().iterator(); watches.hasNext(); ) {
            StallWatch watch = watches.next();
            if (!goesOn(watch, gap)) {
                watches.remove();
            }
        }
        lookAtSleeping(gap);
    }

    private boolean goesOn(StallWatch watch, Gap gap) {
        try {
            boolean mayStall = mayStall(watch.loop());
            StallReport report = mayStall ? watch.look(gap) : watch.end(gap);
            if (report != null) {
                reports.accept(report);
            }
            return mayStall;
        } catch (Throwable e) { // by the loop's thread, which may be of a user's class
            failed(e);
            return false;
        }
    }

    /** Logs the first failure only: it would recur with each look. */
    private void failed(Throwable exception) {
        if (!hasFailed) {
            hasFailed = true;
            StallLog.failed("a stall monitor cannot examine a loop", exception);
        }
    }

    private static boolean mayStall(RunLoop loop) {
        return !loop.isWaiting() && LoopAccess.probe(loop).isRunning();
    }

    private void lookAtSleeping(Gap gap) {
        if (!asleep.hasNext()) {
            beginRound();
        }
        long start = System.nanoTime();
        int looks = 0;
        for (; looks < eachLook && asleep.hasNext(); looks++) {
            RunLoop loop = asleep.next();
            if (!loop.isWaiting() && !awake.containsKey(loop)) {
                begin(loop, gap);
            }
        }
        if (looks > 0) {
            nanosForOne = (nanosForOne + (System.nanoTime() - start) / looks) / 2;
        }
    }

    /** A round looks at all of them at once if that is cheap, else at as few per look as cover all within the limit. */
    private void beginRound() {
        uncountedBefore = uncounted;
        uncounted = 0;
        if (chosen != null) {
            chosen.removeIf(RunLoop::hasEnded);
        }
        Collection<RunLoop> loops = chosen != null ? chosen : LoopAccess.all();
        asleep = loops.iterator();
        int size = loops.size();
        isRoundOfOneLook = size * nanosForOne < period / MOST_SHARE_OF_A_PROCESSOR;
        eachLook = isRoundOfOneLook ? Integer.MAX_VALUE : size / LOOKS_WITHIN_LIMIT + 1;
    }

    private void begin(RunLoop loop, Gap gap) {
        LoopProbe probe = LoopAccess.probe(loop);
        if (probe.isRunning() && (chosen != null || loop.clock() == RunLoopClock.system())) {
            Gap unseen =
                    isRoundOfOneLook ? gap : new Gap(limit, Math.max(gap.counted, limit - uncounted - uncountedBefore));
            awake.put(loop, new StallWatch(loop, probe, limit, origins.apply(loop), gap, unseen));
        }
    }
}

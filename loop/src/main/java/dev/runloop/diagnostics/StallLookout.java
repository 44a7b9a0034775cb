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
 * Looks at loops, at each of those that are awake every time. Those that sleep are looked at in turn, all of them once within
 * {@value #LOOKS_WITHIN_LIMIT} looks: more often only as long as that takes next to nothing. Nothing is lost by that, as a loop
 * knows since when it has been awake.
 *
 * <p>Belongs to the monitor's thread, and calls no user code.
 */
final class StallLookout {
    /** How many looks there are within the limit. */
    static final int LOOKS_WITHIN_LIMIT = 8;

    private static final int MOST_SHARE_OF_A_PROCESSOR = 50; // one part in so many

    private final long limit;
    private final long period;
    private final @Nullable Collection<RunLoop> chosen; // null: all
    private final Function<RunLoop, @Nullable OriginTracer> origins;
    private final Consumer<StallReport> reports;
    private final Map<RunLoop, StallWatch> awake = new HashMap<>();
    private Iterator<RunLoop> asleep = Collections.emptyIterator(); // those of this round that are still to come
    private int eachLook; // how many of these at most
    private boolean isRoundOfOneLook;
    private long nanosForOne = 100; // what looking at one costs, about
    private long uncounted; // in this round of those that sleep
    private long uncountedBefore; // in the last one
    private boolean hasFailed;

    StallLookout(
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
     * @param lasted how long it was; if it was the limit or more, then as much of it as counts
     * @param counted how much of it loops are blamed for: two periods at most, as nobody else may have run either
     */
    record Gap(long lasted, long counted) {}

    /** Looks, when this time has passed since the last look, of which the whole machine may have stood still for a part. */
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
        } catch (Throwable e) { // of this loop's thread, which may be of a class of the user's
            failed(e);
            return false;
        }
    }

    /** One failure says all; it would come again with the next look. */
    private void failed(Throwable exception) {
        if (!hasFailed) {
            hasFailed = true;
            StallLog.failed("a stall monitor cannot tell how a loop is", exception);
        }
    }

    private static boolean mayStall(RunLoop loop) {
        return !loop.isWaiting() && LoopAccess.of(loop).isInRun();
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

    /** All of them each time if that is cheap; else as few as are needed to have looked at all within the limit. */
    private void beginRound() {
        uncountedBefore = uncounted;
        uncounted = 0;
        if (chosen != null) {
            chosen.removeIf(RunLoop::hasEnded);
        }
        Collection<RunLoop> loops = chosen != null ? chosen : LoopAccess.allLoops();
        asleep = loops.iterator();
        int size = loops.size();
        isRoundOfOneLook = size * nanosForOne < period / MOST_SHARE_OF_A_PROCESSOR;
        eachLook = isRoundOfOneLook ? Integer.MAX_VALUE : size / LOOKS_WITHIN_LIMIT + 1;
    }

    private void begin(RunLoop loop, Gap gap) {
        LoopProbe probe = LoopAccess.of(loop);
        if (probe.isInRun() && (chosen != null || loop.clock() == RunLoopClock.system())) {
            Gap unseen =
                    isRoundOfOneLook ? gap : new Gap(limit, Math.max(gap.counted, limit - uncounted - uncountedBefore));
            awake.put(loop, new StallWatch(loop, probe, limit, origins.apply(loop), gap, unseen));
        }
    }
}

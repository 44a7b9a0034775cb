package dev.runloop.conformance;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells cases that do not depend on the passing of time, and so can be replayed by the machine's clock, in no time:
 * those of one thread that never sleeps, in which no timer has a date in the near future, and in which no run that
 * may wait reaches its limit. As there is nothing then that could end a wait, no run waits.
 */
final class TimeFree {
    private static final Duration NEAR_FUTURE = Duration.ofSeconds(20);

    private TimeFree() {}

    static boolean isTimeFree(GoldenCase golden) {
        return golden.scenario().statements().allMatch(TimeFree::isTimeFree) && !reachesLimits(golden);
    }

    private static boolean isTimeFree(Statement statement) {
        return switch (statement) {
            case Statement.Sleep _ -> false;
            case Statement.StartThread _ -> false;
            case Statement.StartLoop _ -> false;
            case Statement.Timer timer -> !isNear(timer.at()) && (!timer.every().isPositive() || isFar(timer.every()));
            case Statement.SetNextFire set -> !isNear(set.moment());
            default -> true;
        };
    }

    private static boolean isNear(Moment moment) {
        return moment.offset().isPositive() && !isFar(moment.offset());
    }

    private static boolean isFar(Duration duration) {
        return duration.compareTo(NEAR_FUTURE) >= 0;
    }

    /** Whether a run with a limit above zero has timed out; runs nest. */
    private static boolean reachesLimits(GoldenCase golden) {
        Deque<Boolean> mayWait = new ArrayDeque<>();
        for (String line : golden.trace()) {
            if (line.startsWith("run mode=")) {
                mayWait.push(!line.contains(" timeout=0 ") && !line.contains(" timeout=-"));
            } else if (line.startsWith("result=") && mayWait.pop() && line.equals("result=TimedOut")) {
                return true;
            }
        }
        return false;
    }
}

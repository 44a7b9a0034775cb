package dev.runloop.conformance;

import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The words of cases and traces for what the library has types for. */
final class Vocabulary {
    private Vocabulary() {}

    /** The mode of a word. */
    static RunLoopMode mode(String word) {
        return switch (word) {
            case "default" -> RunLoopMode.DEFAULT;
            case "COMMON" -> RunLoopMode.COMMON;
            default -> RunLoopMode.of(word);
        };
    }

    /** The word for a mode. */
    static String word(RunLoopMode mode) {
        if (mode.equals(RunLoopMode.DEFAULT)) {
            return "default";
        }
        return mode.equals(RunLoopMode.COMMON) ? "COMMON" : mode.name();
    }

    /**
     * The activity of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    static RunLoopActivity activity(String word) {
        return Arrays.stream(RunLoopActivity.values())
                .filter(activity -> word(activity).equals(word))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no activity is called " + word));
    }

    /**
     * The activities of a list joined by commas, or of the word {@code all}.
     *
     * @throws IllegalArgumentException if one of them is none
     */
    static Set<RunLoopActivity> activities(String list) {
        return list.equals("all")
                ? EnumSet.allOf(RunLoopActivity.class)
                : EnumSet.copyOf(Arrays.stream(list.split(",", -1))
                        .map(Vocabulary::activity)
                        .toList());
    }

    /** The word for an activity. */
    static String word(RunLoopActivity activity) {
        return switch (activity) {
            case ENTRY -> "entry";
            case BEFORE_TIMERS -> "beforeTimers";
            case BEFORE_SOURCES -> "beforeSources";
            case BEFORE_WAITING -> "beforeWaiting";
            case AFTER_WAITING -> "afterWaiting";
            case EXIT -> "exit";
        };
    }

    /** The words for some activities, joined by commas. */
    static String words(Collection<RunLoopActivity> activities) {
        return activities.stream().sorted().map(Vocabulary::word).collect(Collectors.joining(","));
    }

    /** The word for a result. */
    static String word(RunLoopResult result) {
        return switch (result) {
            case FINISHED -> "Finished";
            case STOPPED -> "Stopped";
            case TIMED_OUT -> "TimedOut";
            case HANDLED_SOURCE -> "HandledSource";
        };
    }

    /** Seconds in their shortest decimal form. */
    static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString();
    }

    /** A time since the start of the case as traces show it: in milliseconds, rounded to a multiple of ten. */
    static String time(Duration sinceStart) {
        return "~" + 10 * Math.round(sinceStart.toNanos() / 10e6) + "ms";
    }
}

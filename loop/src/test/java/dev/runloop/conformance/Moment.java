package dev.runloop.conformance;

import java.time.Duration;

/**
 * A TIME of the scenario language.
 *
 * @param sinceStart whether it counts from the start of the case; otherwise from the execution of the statement
 * @param offset how long after that, possibly negative
 */
record Moment(boolean sinceStart, Duration offset) {

    /**
     * Reads {@code MS} or {@code @MS}.
     *
     * @throws NumberFormatException if it is neither
     */
    static Moment parse(String text) {
        boolean sinceStart = text.startsWith("@");
        return new Moment(sinceStart, Duration.ofMillis(Long.parseLong(sinceStart ? text.substring(1) : text)));
    }

    /** How long from now it is. */
    Duration fromNow(Duration nowSinceStart) {
        return sinceStart ? offset.minus(nowSinceStart) : offset;
    }
}

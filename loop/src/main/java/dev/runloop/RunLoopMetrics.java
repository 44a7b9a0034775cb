package dev.runloop;

/**
 * What a loop has done since it was made.
 *
 * @param passes how many passes it has made
 * @param sleeps how often it has slept, and so how often it has woken up
 * @param sources how many sources it has performed, of either kind
 * @param timers how many timers it has fired
 * @param blocks how many blocks it has run
 * @param observations how many calls observers have had
 */
public record RunLoopMetrics(long passes, long sleeps, long sources, long timers, long blocks, long observations) {}

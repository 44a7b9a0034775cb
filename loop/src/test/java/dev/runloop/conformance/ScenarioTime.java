package dev.runloop.conformance;

import dev.runloop.RunLoopClock;
import java.time.Duration;

/**
 * The time in which a case is replayed, and the threads for which it passes. All threads of a case are told to it: each
 * is {@linkplain #enlist enlisted} by its starter, {@linkplain #begin begins} and {@linkplain #end ends} itself.
 */
interface ScenarioTime {

    /** The clock for the loops and timers of the case. */
    RunLoopClock clock();

    /** The time since the start of the case. */
    Duration sinceStart();

    /** Something happens on this thread: a statement or a callback. No two of these happen at the same instant. */
    void step();

    /** The calling thread sleeps. */
    void sleep(Duration duration);

    /** A thread is about to be started. */
    void enlist(Thread thread);

    /** The calling thread begins; returns when it may go on. */
    void begin();

    /** The calling thread takes no further part in the case. */
    void end();

    /** The calling thread waits until the other, which has been enlisted, has ended. */
    void join(Thread other);

    /** The replay has failed: those that wait or do something are told so by a {@link ReplayException}. */
    void abandon(String reason);
}

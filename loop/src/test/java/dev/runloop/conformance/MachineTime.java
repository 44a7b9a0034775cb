package dev.runloop.conformance;

import dev.runloop.RunLoopClock;
import java.time.Duration;

/** The time of the machine, for cases of one thread that does not sleep. */
final class MachineTime implements ScenarioTime {
    private final long start = System.nanoTime();
    private volatile boolean abandoned;

    @Override
    public RunLoopClock clock() {
        return RunLoopClock.system();
    }

    @Override
    public Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public void step() {
        if (abandoned) {
            throw new ReplayException("the replay has been abandoned");
        }
    }

    @Override
    public void enlist(Thread thread) {}

    @Override
    public void begin() {}

    @Override
    public void end() {}

    @Override
    public void sleep(Duration duration) {
        throw new ReplayException("not a case without time: it sleeps");
    }

    @Override
    public void join(Thread other) {
        throw new ReplayException("not a case without time: it has threads");
    }

    @Override
    public void abandon(String reason) {
        abandoned = true;
    }
}

package dev.runloop.bench.subject;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** A subject whose actors are executor services of the JDK's interface, ended by {@link ExecutorService#close}. */
record ExecutorSubject(
        String name, Kind kind, boolean ours, boolean schedules, Supplier<? extends ExecutorService> factory)
        implements Subject {

    /** A peer that runs tasks. */
    static Subject peer(String name, Kind kind, Supplier<? extends ExecutorService> factory) {
        return new ExecutorSubject(name, kind, false, false, factory);
    }

    /** A peer that runs tasks now or later. */
    static Subject schedulingPeer(String name, Kind kind, Supplier<? extends ScheduledExecutorService> factory) {
        return new ExecutorSubject(name, kind, false, true, factory);
    }

    /** One of our own loops. */
    static Subject ours(String name, Kind kind, Supplier<? extends ScheduledExecutorService> factory) {
        return new ExecutorSubject(name, kind, true, true, factory);
    }

    @Override
    public Actor open() {
        var service = factory.get();
        return Actor.of(service, service::close);
    }
}

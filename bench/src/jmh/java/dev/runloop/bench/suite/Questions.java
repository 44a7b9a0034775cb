package dev.runloop.bench.suite;

import dev.runloop.bench.BurstCost;
import dev.runloop.bench.ConfinedThreadCost;
import dev.runloop.bench.ExecuteRate;
import dev.runloop.bench.IdleCost;
import dev.runloop.bench.LoopsByCount;
import dev.runloop.bench.PerformRoundTrip;
import dev.runloop.bench.RingOfLoops;
import dev.runloop.bench.RoundTripTime;
import dev.runloop.bench.ScheduleRate;
import dev.runloop.bench.ScopeJoin;
import dev.runloop.bench.TimeoutCost;
import dev.runloop.bench.TimerLateness;
import dev.runloop.bench.report.Hue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** All questions, in the order of the report. */
final class Questions {
    private static final String TASKS = "tasks/s";
    private static final double PER_SECOND = 1e6; // JMH's unit is tasks per microsecond
    private static final double NANOS_IN_MICROS = 1e3;

    private Questions() {}

    static List<Question> all() {
        return List.of(
                execute(),
                burst(),
                roundTrip(),
                timeouts(),
                lateness(),
                idle(),
                many(),
                ring(),
                confined(),
                perform(),
                scope());
    }

    /** What readers want to see first. */
    static Question summary() {
        return new Question(
                "summary",
                "The shortest answer.",
                true,
                List.of(execution(1, 0), execution(4, 0), roundTrip().cases().getFirst(), scheduleAndCancel(100_000)));
    }

    private static Question execute() {
        List<Case> cases = new ArrayList<>();
        for (int producers : new int[] {1, 2, 4, 8}) {
            cases.add(execution(producers, 0));
        }
        for (int producers : new int[] {1, 4}) {
            cases.add(execution(producers, 1));
        }
        cases.add(Case.time("allocated for a task", "bytes", ExecuteRate.class, "fromOneProducer")
                .with("micros", 0)
                .metric(Case.ALLOCATED));
        return new Question(
                "execute",
                "How many tasks go through execute, in bursts of 10,000 from each producer, which waits for their end"
                        + " without parking. Tasks only count, or take a microsecond.",
                true,
                cases);
    }

    private static Case execution(int producers, int micros) {
        String method =
                "from" + Map.of(1, "One", 2, "Two", 4, "Four", 8, "Eight").get(producers) + "Producer"
                        + (producers == 1 ? "" : "s");
        String title = "execute, %d %s%s"
                .formatted(
                        producers,
                        producers == 1 ? "producer" : "producers",
                        micros == 0 ? "" : ", tasks of %d µs".formatted(micros));
        return Case.time(title, TASKS, ExecuteRate.class, method)
                .with("micros", micros)
                .asMoreIsBetter()
                .times(PER_SECOND);
    }

    private static Question burst() {
        return new Question(
                "burst",
                "An executor that sleeps is handed some tasks: what that costs the caller, and how long it takes until"
                        + " the last of them has run.",
                false,
                Stream.of(1, 10, 1_000)
                        .flatMap(tasks -> Stream.of(
                                Case.time(
                                                "until %,d have run".formatted(tasks),
                                                "ns",
                                                BurstCost.class,
                                                "untilAllHaveRun")
                                        .with("tasks", tasks),
                                Case.time("to hand over %,d".formatted(tasks), "ns", BurstCost.class, "handOver")
                                        .with("tasks", tasks)))
                        .toList());
    }

    private static Question roundTrip() {
        return new Question(
                "round-trip",
                "A task to another executor of the same kind and one back, while nothing else is going on.",
                true,
                List.of(Case.time("round trip between two", "ns/round trip", RoundTripTime.class, "roundTrip")));
    }

    private static Question timeouts() {
        return new Question(
                "timeouts",
                "Timeouts that never fire: scheduled from another thread, then cancelled in another order, until the"
                    + " executor has let go of them. And what schedule costs eight threads at once while the executor"
                    + " is busy.",
                false,
                List.of(
                        scheduleAndCancel(10_000),
                        scheduleAndCancel(100_000),
                        scheduleAndCancel(1_000_000),
                        Case.time("schedule, 8 threads at once", "ns/timeout", ScheduleRate.class, "schedule")
                                .by(Cast.schedulers())));
    }

    private static Case scheduleAndCancel(int timeouts) {
        return Case.time(
                        "schedule, then cancel %,d".formatted(timeouts),
                        "ns/timeout",
                        TimeoutCost.class,
                        "scheduleThenCancel")
                .by(Cast.schedulers().and(TimeoutCost.WHEEL, Hue.PEER))
                .with("timeouts", timeouts)
                .times(NANOS_IN_MICROS / timeouts);
    }

    private static Question lateness() {
        return new Question(
                "lateness",
                "How late 1,000 timers at random dates of one second fire: on an executor that has nothing else to do,"
                        + " on one that is busy for half of its time, and in a flood of tasks.",
                false,
                Stream.of("IDLE", "HALF", "FLOOD")
                        .flatMap(load -> Stream.of("p50", "p99", "p999")
                                .map(percentile -> Case.time(
                                                "lateness, %s, %s"
                                                        .formatted(
                                                                load.toLowerCase(Locale.ROOT),
                                                                percentile.replace("999", "99.9")),
                                                "µs",
                                                TimerLateness.class,
                                                "fire")
                                        .times(1 / NANOS_IN_MICROS)
                                        .by(Cast.schedulers())
                                        .with("load", load)
                                        .metric(percentile)))
                        .toList());
    }

    private static Question idle() {
        return new Question(
                "idle",
                "What executors cost that have nothing to do. A JVM with nothing in it has some wake-ups of its own.",
                false,
                Stream.of(1, 1_000)
                        .flatMap(executors -> Stream.of(
                                idle("processor time of %,d idle".formatted(executors), "µs/s", executors, "cpuMicros"),
                                idle("wake-ups of %,d idle".formatted(executors), "wake-ups/s", executors, "wakeUps")))
                        .toList());
    }

    private static Case idle(String title, String unit, int executors, String metric) {
        return Case.time(title, unit, IdleCost.class, "watch")
                .by(Cast.schedulers())
                .with("executors", executors)
                .metric(metric);
    }

    private static Question many() {
        Cast virtual = Cast.ours("Runloop on a virtual thread");
        return new Question(
                "many",
                "What it costs to have many executors that have run one task each: to start one, and its heap. The"
                        + " stacks of platform threads are not in it.",
                false,
                Stream.of(1_000, 100_000)
                        .flatMap(count -> Stream.of(
                                        Case.time(
                                                        "to start one of %,d".formatted(count),
                                                        "µs",
                                                        LoopsByCount.class,
                                                        "start")
                                                .metric("start")
                                                .times(1 / NANOS_IN_MICROS),
                                        Case.time(
                                                        "heap of one of %,d".formatted(count),
                                                        "bytes",
                                                        LoopsByCount.class,
                                                        "start")
                                                .metric("heap"))
                                .map(one ->
                                        one.with("executors", count).by(count == 1_000 ? Cast.schedulers() : virtual)))
                        .toList());
    }

    private static Question ring() {
        return new Question(
                "ring",
                "A thousand tokens are handed round a ring of loops on virtual threads.",
                false,
                Stream.of(1_000, 100_000)
                        .map(loops -> Case.time(
                                        "a hop in a ring of %,d".formatted(loops), "ns/hop", RingOfLoops.class, "turn")
                                .by(Cast.ours("Runloop on virtual threads"))
                                .with("loops", loops))
                        .toList());
    }

    private static Question confined() {
        return new Question(
                "confined",
                "10,000 threads increment one counter ten times each and yield in between: confined to the thread of a"
                        + " loop, where they need no lock, and free, with a lock.",
                false,
                List.of(Case.time("increment and yield", "ns", ConfinedThreadCost.class, "increment")
                        .by(Cast.ours("confined threads").and("virtual threads, one lock", Hue.PEER))));
    }

    private static Question perform() {
        return new Question(
                "perform",
                "Have another thread do something, and wait for the answer.",
                true,
                List.of(Case.time("perform and wait", "ns", PerformRoundTrip.class, "roundTrip")
                        .by(Cast.ours("perform on a platform loop")
                                .and("perform on a virtual loop", Hue.OURS)
                                .and("perform on a virtual loop by a platform thread", Hue.OURS)
                                .and("submit to newSingleThreadExecutor", Hue.PEER)
                                .and("submit to newSingleThreadExecutor by a virtual thread", Hue.PEER))));
    }

    private static Question scope() {
        Cast cast = Cast.ours("RunLoopScope on a platform thread")
                .and("RunLoopScope on a virtual thread", Hue.OURS)
                .and("StructuredTaskScope on a platform thread", Hue.PEER)
                .and("StructuredTaskScope on a virtual thread", Hue.PEER);
        return new Question(
                "scope",
                "Fork subtasks that have little to do, and join them. The first two serve their loop meanwhile.",
                false,
                Stream.of(1, 10, 100)
                        .map(subtasks -> Case.time(
                                        "fork and join %d".formatted(subtasks), "µs", ScopeJoin.class, "forkAndJoin")
                                .by(cast)
                                .with("subtasks", subtasks))
                        .toList());
    }
}

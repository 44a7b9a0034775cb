package dev.runloop.bench.soak;

import dev.runloop.executors.confined.ConfinedThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All kinds of load. */
final class Lanes {
    private Lanes() {}

    /** All that this JVM supports. */
    static List<LaneKind> all() {
        var all = new ArrayList<>(List.of(
                new LaneKind(
                        "execute",
                        context -> new ExecuteLane(
                                context, context.executor("loop").build())),
                new LaneKind(
                        "invoke",
                        context ->
                                new InvokeLane(context, context.executor("loop").build())),
                new LaneKind(
                        "schedule",
                        context -> new ScheduleLane(
                                context, context.executor("loop").build())),
                new LaneKind(
                        "shutdown",
                        context -> new ShutdownLane(
                                context, () -> context.executor("short").build())),
                new LaneKind("sources", SourceLane::new),
                new LaneKind("timers", TimerLane::new),
                new LaneKind("nested runs", NestedRunLane::new),
                new LaneKind("performs", PerformLane::new),
                new LaneKind("ports", PortLane::new),
                new LaneKind("keyed loops", KeyedLane::new),
                new LaneKind("channels", ChannelLane::new),
                new LaneKind("deaths of loops", LoopDeathLane::new),
                new LaneKind("throwing handlers", ThrowingHandlerLane::new),
                new LaneKind("taken back", TakenBackLane::new),
                new LaneKind("groups", GroupLane::new)));
        if (ConfinedThreads.isSupported()) {
            all.add(new LaneKind("confined threads", Set.of(ThreadKind.PLATFORM), ConfinedLane::new));
        }
        return List.copyOf(all);
    }

    static List<String> names() {
        return all().stream().map(LaneKind::name).toList();
    }
}

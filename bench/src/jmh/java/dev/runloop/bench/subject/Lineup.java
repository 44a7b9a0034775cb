package dev.runloop.bench.subject;

import java.util.List;
import java.util.stream.Stream;

/** All subjects, in the order of the report's legend. A new subject is one more line here. */
public final class Lineup {
    /** Every ratio in a report refers to this one: the usual scheduled single-threaded executor. */
    public static final String REFERENCE = "ScheduledThreadPoolExecutor(1)";

    private static final List<Subject> SUBJECTS = Stream.of(
                    RunLoopSubjects.all(),
                    JdkPeers.all(),
                    NettyPeers.all(),
                    List.<Subject>of(
                            new AgronaAgent(),
                            new DisruptorHandler(),
                            new VirtualThreadPerTask(),
                            new ParkedThread(),
                            new BareQueue()))
            .flatMap(List::stream)
            .toList();

    private Lineup() {}

    public static List<Subject> subjects() {
        return SUBJECTS;
    }

    /**
     * A subject by its name, or a user's executor by the name of its class, as {@link OwnExecutor} requires.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Subject named(String name) {
        return SUBJECTS.stream()
                .filter(subject -> subject.name().equals(name))
                .findFirst()
                .orElseGet(() -> OwnExecutor.named(name));
    }
}

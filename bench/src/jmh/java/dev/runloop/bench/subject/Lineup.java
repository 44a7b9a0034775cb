package dev.runloop.bench.subject;

import java.util.List;
import java.util.stream.Stream;

/** Everyone who takes part, in the order of the report's legend. A new subject is one more line here. */
public final class Lineup {
    /** Every ratio in a report refers to this one: it is what a scheduled single-threaded executor means today. */
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

    /** {@return all subjects} */
    public static List<Subject> subjects() {
        return SUBJECTS;
    }

    /**
     * A subject by its name, or an executor of the user's by the name of its class.
     *
     * @param name of a subject, or of a class as {@link OwnExecutor} wants it
     * @return the subject
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Subject named(String name) {
        return SUBJECTS.stream()
                .filter(subject -> subject.name().equals(name))
                .findFirst()
                .orElseGet(() -> OwnExecutor.named(name));
    }
}

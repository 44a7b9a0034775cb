package dev.runloop.bench.comparison;

import java.util.List;
import java.util.stream.Stream;

/** Everyone who takes part, in the order of the report's legend. A new subject is one more line here. */
public final class Lineup {
    private static final List<Subject> SUBJECTS = Stream.of(
                    RunLoopSubjects.all(),
                    JdkPeers.all(),
                    NettyPeers.all(),
                    List.<Subject>of(new ParkedThread(), new BareQueue()))
            .flatMap(List::stream)
            .toList();

    private Lineup() {}

    /** All subjects. */
    public static List<Subject> subjects() {
        return SUBJECTS;
    }

    /** The subject of that name. */
    public static Subject named(String name) {
        return SUBJECTS.stream()
                .filter(subject -> subject.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no subject is named '" + name + "'; there are "
                        + SUBJECTS.stream().map(Subject::name).toList()));
    }
}

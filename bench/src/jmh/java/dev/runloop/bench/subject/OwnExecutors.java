package dev.runloop.bench.subject;

import java.util.List;
import picocli.CommandLine.Option;

/** The option that adds a user's own executors. */
public final class OwnExecutors {
    @Option(
            names = "--executor",
            paramLabel = "CLASS",
            description =
                    "An executor of yours by the name of its class: an ExecutorService, or a Supplier of one, with a"
                            + " public constructor without parameters. May be given several times.")
    private List<String> classes = List.of();

    public OwnExecutors() {}

    /**
     * A subject for each class.
     *
     * @throws IllegalArgumentException if a class does not exist or makes no executor
     */
    public List<Subject> subjects() {
        return classes.stream().map(Lineup::named).toList();
    }
}

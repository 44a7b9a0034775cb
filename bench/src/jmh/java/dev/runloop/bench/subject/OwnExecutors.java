package dev.runloop.bench.subject;

import java.util.List;
import picocli.CommandLine.Option;

/** The option by which a user adds executors of their own. */
public final class OwnExecutors {
    @Option(
            names = "--executor",
            paramLabel = "CLASS",
            description =
                    "An executor of yours by the name of its class: an ExecutorService, or a Supplier of one, with a"
                            + " public constructor without parameters. May be given several times.")
    private List<String> classes = List.of();

    /** None, until the command line is read. */
    public OwnExecutors() {}

    /**
     * Those that were named.
     *
     * @return a subject for each
     * @throws IllegalArgumentException if there is no such class, or no executor can be made of it
     */
    public List<Subject> subjects() {
        return classes.stream().map(Lineup::named).toList();
    }
}

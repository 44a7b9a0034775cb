package dev.runloop.bench;

import dev.runloop.bench.subject.Lineup;
import dev.runloop.bench.subject.Subject;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A benchmark that is run for each executor of the {@link Lineup}. Forks inherit the options of the JVM that starts them. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
public abstract class SubjectBenchmark {
    /** A name from the lineup, or a user's class. */
    @Param(Lineup.REFERENCE)
    private String subject = "";

    final String name() {
        return subject;
    }

    final Subject subject() {
        return Lineup.named(subject);
    }
}

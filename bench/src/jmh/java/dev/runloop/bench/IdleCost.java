package dev.runloop.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.runloop.bench.subject.Actor;
import dev.runloop.bench.subject.Started;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of idle executors: processor time, and how often threads went to sleep, which is how often one was woken.
 * The time of an invocation is meaningless.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 2)
public class IdleCost extends SubjectBenchmark {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final String SWITCHES = "voluntary_ctxt_switches:";

    @Param({"1", "1000"})
    private int executors;

    /** How long they are observed. */
    @Param("1000")
    private long millis;

    private final List<Actor> actors = new ArrayList<>();

    /** The figures. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {
        /** Processor time of all executors, in microseconds per second. */
        public double cpuMicros;

        /** How often threads went to sleep, per second; 0 where the system does not tell. */
        public double wakeUps;
    }

    @Setup(Level.Trial)
    public void open() throws InterruptedException {
        for (int i = 0; i < executors; i++) {
            Actor actor = subject().open();
            actors.add(actor);
            Started.await(actor);
        }
        TimeUnit.MILLISECONDS.sleep(millis / 2); // for the compilers to finish
    }

    @TearDown(Level.Trial)
    public void close() {
        actors.forEach(Actor::close);
    }

    @Benchmark
    public void watch(Cost cost) throws InterruptedException, IOException {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long switchesBefore = switches();
        long watchedSince = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(millis / 2); // for the compilers to finish what has just become hot
        long cpuBefore = system.getProcessCpuTime();
        long measuredSince = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(millis);
        long cpu = system.getProcessCpuTime() - cpuBefore;
        long now = System.nanoTime();
        cost.cpuMicros = cpu / 1e3 / seconds(measuredSince, now);
        cost.wakeUps = (switches() - switchesBefore) / seconds(watchedSince, now);
    }

    private static double seconds(long since, long until) {
        return (until - since) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private static long switches() throws IOException {
        if (!Files.isDirectory(TASKS)) {
            return 0;
        }
        try (var tasks = Files.list(TASKS)) {
            return tasks.mapToLong(IdleCost::switchesOf).sum();
        }
    }

    private static long switchesOf(Path task) {
        try (var lines = Files.lines(task.resolve("status"))) {
            return lines.filter(line -> line.startsWith(SWITCHES))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(SWITCHES.length()).strip()))
                    .sum();
        } catch (IOException e) {
            return 0; // the thread has ended
        }
    }
}

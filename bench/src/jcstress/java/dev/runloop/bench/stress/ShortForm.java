package dev.runloop.bench.stress;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.ResourceEstimator;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * The stress tests one after another in this JVM, where jcstress starts a JVM for each: that takes a second or two, in
 * which a test makes a million attempts. A test goes on, slice by slice, until a forbidden outcome is seen, or some slices
 * have passed in which there was none, or its time is over; so a broken twin costs as much time as it takes to catch it.
 *
 * <p>For each test a line says what came of it: {@code name verdict millis samples}, and after it one for each outcome.
 */
public final class ShortForm {
    private static final int SLICE_MILLIS = 100;
    private static final int FEWEST_SLICES = 2; // in the first one the code may still be cold
    private static final long FEWEST_SAMPLES = 20_000; // with less a protocol has not shown anything
    private static final int STRIDE_SIZE = 32;
    private static final int STRIDES = 16;
    private static final int FOOTPRINT_MEGABYTES = 64;

    private final TestInfo test;
    private final long limit;
    private final boolean isTwin;
    private final Map<String, Long> samples = new TreeMap<>();
    private Status status = Status.NORMAL;

    private ShortForm(TestInfo test, long limit) {
        this.test = test;
        this.limit = limit;
        this.isTwin = test.name().substring(test.name().lastIndexOf('.') + 1).startsWith("Twin");
    }

    /**
     * Runs some tests.
     *
     * @param args a number of milliseconds, and the names of the classes: each of them is run at most for so long, and no
     *     longer than a protocol needs that holds if its name does not begin with {@code Twin}
     * @throws Exception if a test is not what it should be
     */
    public static void main(String[] args) throws Exception {
        long limit = Long.parseLong(args[0]);
        for (int i = 1; i < args.length; i++) {
            new ShortForm(TestList.getInfo(args[i]), limit).run();
        }
        System.exit(0); // threads of a test that hangs may be there
    }

    private void run() throws Exception {
        long start = System.nanoTime();
        int slices = 0;
        do {
            add(newRunner().run());
            slices++;
        } while (status == Status.NORMAL && !isCaught() && !isEnough(slices) && millisSince(start) < limit);
        report(millisSince(start));
    }

    private boolean isEnough(int slices) {
        return !isTwin && slices >= FEWEST_SLICES && count() >= FEWEST_SAMPLES;
    }

    private long count() {
        return samples.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private Runner<?> newRunner() throws ReflectiveOperationException, IOException {
        return Class.forName(test.generatedRunner())
                .asSubclass(Runner.class)
                .getConstructor(ForkedTestConfig.class)
                .newInstance(configuration());
    }

    /** As jcstress itself hands a configuration on to a JVM of its own: there is no other way to one. */
    private ForkedTestConfig configuration() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        // To wait for one another they yield: where others want the processors too, they would wait for their slices
        // else.
        out.writeInt(List.of(SpinLoopStyle.values()).indexOf(SpinLoopStyle.THREAD_YIELD));
        out.writeInt(SLICE_MILLIS);
        out.writeInt(1); // slice
        out.writeUTF(test.generatedRunner());
        out.writeInt(FOOTPRINT_MEGABYTES);
        out.writeInt(STRIDE_SIZE);
        out.writeInt(STRIDES);
        out.writeBoolean(false); // no thread is bound to a processor
        return new ForkedTestConfig(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @Override
            public void adjustStrideCount(ResourceEstimator estimator) {
                // to find out how many there is room for takes longer than the slice, and where others want the
                // processors too it comes to one
            }
        };
    }

    private void add(TestResult result) {
        status = status.combine(result.status());
        result.getMessages().forEach(System.out::println);
        Collection<String> outcomes = result.getStateKeys();
        outcomes.forEach(outcome -> samples.merge(outcome, result.getCount(outcome), Long::sum));
    }

    private boolean isCaught() {
        return samples.keySet().stream().anyMatch(outcome -> caseOf(outcome).expect() == Expect.FORBIDDEN);
    }

    private StateCase caseOf(String outcome) {
        return test.cases().stream()
                .filter(each -> each.matchesExactly(outcome))
                .findFirst()
                .or(() -> test.cases().stream()
                        .filter(each -> each.matches(outcome))
                        .findFirst())
                .orElseGet(test::unmatched);
    }

    private String verdict() {
        if (status != Status.NORMAL) {
            return status.name();
        }
        return isCaught() ? "CAUGHT" : count() < FEWEST_SAMPLES ? "HARDLY_TRIED" : "HELD";
    }

    private void report(long millis) {
        System.out.println(test.name() + " " + verdict() + " " + millis + " " + count());
        samples.forEach((outcome, count) -> {
            StateCase known = caseOf(outcome);
            System.out.println("    " + outcome + "  " + count + "  " + known.expect() + ": " + known.description());
        });
    }
}

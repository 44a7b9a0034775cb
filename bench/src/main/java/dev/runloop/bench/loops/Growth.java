package dev.runloop.bench.loops;

import dev.runloop.RunLoopMode;
import dev.runloop.bench.gauge.Median;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the cost of one thing grows with the number of others: nanoseconds to add, serve and remove one of 1,000
 * and one of 40,000, and their ratio, for everything that users can have many of.
 */
public final class Growth {
    private static final int FEW = 1_000;
    private static final int MANY = 40_000;
    private static final int MOST_CHANNELS = 8_000; // two descriptors each
    private static final int ROUNDS_OF_FEW = 60; // the first half warms up
    private static final int ROUNDS_OF_MANY = 3;

    private Growth() {}

    /** Measures all kinds, or those whose names contain the argument. */
    public static void main(String... arguments) throws InterruptedException {
        String wanted = arguments.length > 0 ? arguments[0] : "";
        System.out.println(
                "ns per item           add of 1,000  of 40,000  ratio     serve                       remove");
        for (Map.Entry<String, Supplier<Crowd>> kind : kinds().entrySet()) {
            if (kind.getKey().contains(wanted)) {
                int many = kind.getKey().equals("channels") ? MOST_CHANNELS : MANY;
                print(
                        kind.getKey(),
                        median(kind.getValue(), FEW, ROUNDS_OF_FEW),
                        median(kind.getValue(), many, ROUNDS_OF_MANY));
            }
        }
    }

    private static Map<String, Supplier<Crowd>> kinds() {
        Map<String, Supplier<Crowd>> kinds = new LinkedHashMap<>();
        kinds.put("sources", () -> new Crowd.OfItems(RunLoopMode.DEFAULT, Crowd.OfItems::source));
        kinds.put("timers", () -> new Crowd.OfItems(RunLoopMode.DEFAULT, Crowd.OfItems::timer));
        kinds.put("observers", () -> new Crowd.OfItems(RunLoopMode.DEFAULT, Crowd.OfItems::observer));
        kinds.put("common sources", () -> new Crowd.OfItems(RunLoopMode.COMMON, Crowd.OfItems::source));
        kinds.put("common timers", () -> new Crowd.OfItems(RunLoopMode.COMMON, Crowd.OfItems::timer));
        kinds.put("common observers", () -> new Crowd.OfItems(RunLoopMode.COMMON, Crowd.OfItems::observer));
        kinds.put("one source a run", Crowd.OfReturns::new);
        kinds.put("blocks", () -> new Crowd.OfBlocks(RunLoopMode.DEFAULT));
        kinds.put("common blocks", () -> new Crowd.OfBlocks(RunLoopMode.COMMON));
        kinds.put("modes", Crowd.OfModes::new);
        kinds.put("modes of one item", Crowd.OfCommonModes::new);
        kinds.put("executors", Crowd.OfExecutors::new);
        kinds.put("channels", () -> new Crowd.OfChannels(true));
        kinds.put("sources of a channel", () -> new Crowd.OfChannels(false));
        kinds.put("delayed performs", Crowd.OfPerforms::new);
        kinds.put("keyed loops", Crowd.OfKeyedLoops::new);
        return kinds;
    }

    private static void print(String name, double[] few, double[] many) {
        System.out.printf("%-20s", name);
        for (int i = 0; i < few.length; i++) {
            System.out.printf("  %,10.0f %,10.0f %6.1f", few[i], many[i], many[i] / few[i]);
        }
        System.out.println();
    }

    /** The medians of adding, serving and removing, in nanoseconds per item. */
    private static double[] median(Supplier<Crowd> maker, int count, int rounds) throws InterruptedException {
        var results = new double[3][rounds];
        for (int round = 0; round < rounds; round++) {
            double[] result = measured(maker, count);
            for (int step = 0; step < results.length; step++) {
                results[step][round] = result[step] / count;
            }
        }
        return Arrays.stream(results)
                .mapToDouble(each -> Median.of(Arrays.copyOfRange(each, rounds / 2, rounds)))
                .toArray();
    }

    private static double[] measured(Supplier<Crowd> maker, int count) throws InterruptedException {
        var result = new double[3];
        var failure = new @Nullable Exception[1];
        Thread thread = Thread.ofPlatform()
                .start(
                        () -> { // with a loop of its own
                            try {
                                Crowd crowd = maker.get();
                                long start = crowd.time();
                                crowd.add(count);
                                long added = crowd.time();
                                crowd.serve();
                                long served = crowd.time();
                                crowd.remove();
                                result[0] = added - start;
                                result[1] = served - added;
                                result[2] = crowd.time() - served;
                            } catch (Exception e) {
                                failure[0] = e;
                            }
                        });
        thread.join();
        if (failure[0] != null) {
            throw new IllegalStateException("cannot be measured", failure[0]);
        }
        return result;
    }
}

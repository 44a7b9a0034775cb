package dev.runloop.perform.examples;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.perform.Perform;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A program whose main thread runs its loop, as one with a user interface does. Workers compute elsewhere and hand what
 * they have found to the main thread, which alone touches the list. The last one takes away what keeps the loop
 * running.
 */
public final class MainLoop {
    private static final int WORKERS = 8;

    private final List<String> found = new ArrayList<>(); // the main thread
    private final Source0 keepAlive = Source0.create(() -> {});

    private MainLoop() {}

    /**
     * Runs until all workers have reported.
     *
     * @param arguments none
     */
    public static void main(String... arguments) {
        System.out.println(new MainLoop().run());
    }

    /** What is found, on the calling thread, which becomes the main one. */
    static List<String> find() {
        return new MainLoop().run();
    }

    private List<String> run() {
        RunLoop loop = RunLoop.declareMain();
        loop.add(keepAlive, RunLoopMode.DEFAULT);
        for (int i = 0; i < WORKERS; i++) {
            int number = i;
            Perform.inBackground(() -> work(number));
        }
        loop.run();
        found.sort(null);
        return found;
    }

    private void work(int number) {
        int steps = ThreadLocalRandom.current().nextInt(1_000, 100_000);
        long sum = 0;
        for (int i = 0; i < steps; i++) {
            sum += i;
        }
        String result = "worker " + number + (sum > 0 ? " is done" : " has failed");
        Perform.onMainThread(() -> report(result));
    }

    private void report(String result) {
        found.add(result);
        if (found.size() == WORKERS) {
            keepAlive.invalidate();
        }
    }
}

package dev.runloop.bench.filecopy;

import dev.runloop.bench.gauge.LateTimer;
import dev.runloop.bench.gauge.Median;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Copies a file through a buffer of 64 KiB, in turn by two file channels and by streams on the loop of a platform
 * thread. Prints both rates for each round, the ratio of their medians, and how late a timer of the loop was.
 */
public final class FileCopy {
    static final int BUFFER = 1 << 16;
    private static final int MIB = 1 << 20;
    private static final long SEED = 808;

    private FileCopy() {}

    /** Arguments: MiB to copy (default 1024), rounds (default 5), and a folder (default: for temporary files). */
    public static void main(String... args) throws IOException {
        int size = args.length > 0 ? Integer.parseInt(args[0]) : 1024;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Path parent = args.length > 2 ? Path.of(args[2]) : Path.of(System.getProperty("java.io.tmpdir"));
        Path folder = Files.createTempDirectory(parent, "filecopy");
        Path from = folder.resolve("from");
        Path to = folder.resolve("to");
        try {
            fill(from, size);
            run(from, to, size, rounds);
        } finally {
            Files.deleteIfExists(from);
            Files.deleteIfExists(to);
            Files.delete(folder);
        }
    }

    private static void fill(Path file, int size) throws IOException {
        var random = new SplittableRandom(SEED);
        byte[] content = new byte[MIB];
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < size; i++) {
                random.nextBytes(content);
                out.write(content);
            }
        }
    }

    private static void run(Path from, Path to, int size, int rounds) throws IOException {
        List<Double> channels = new ArrayList<>();
        List<Double> streams = new ArrayList<>();
        var late = new LateTimer();
        rate(() -> ChannelCopy.copy(from, to), from, to, size); // not counted: reads the file into memory
        rate(() -> StreamCopy.copy(from, to, new LateTimer()), from, to, size);
        System.out.printf("%-6s %12s %12s  MiB/s%n", "round", "channels", "streams");
        for (int i = 1; i <= rounds; i++) {
            channels.add(rate(() -> ChannelCopy.copy(from, to), from, to, size));
            streams.add(rate(() -> StreamCopy.copy(from, to, late), from, to, size));
            System.out.printf("%-6d %12.0f %12.0f%n", i, channels.getLast(), streams.getLast());
        }
        System.out.printf(
                "%-6s %12.0f %12.0f  ratio %.2f%n",
                "median", Median.of(channels), Median.of(streams), Median.of(streams) / Median.of(channels));
        System.out.println(late);
    }

    @FunctionalInterface
    private interface Copy {
        void run() throws IOException;
    }

    private static double rate(Copy copy, Path from, Path to, int size) throws IOException {
        Files.deleteIfExists(to);
        long start = System.nanoTime();
        copy.run();
        long nanos = System.nanoTime() - start;
        if (Files.size(to) != Files.size(from)) {
            throw new IOException("only " + Files.size(to) + " bytes have been copied");
        }
        try (var written = FileChannel.open(to, StandardOpenOption.WRITE)) {
            written.force(true); // not counted, so that the next round does not pay for it
        }
        return size * 1e9 / nanos;
    }
}

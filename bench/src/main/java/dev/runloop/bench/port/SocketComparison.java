package dev.runloop.bench.port;

import dev.runloop.RunLoopThread;
import dev.runloop.bench.gauge.Median;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Serves small HTTP requests on 64 persistent connections, and a byte back and forth on one connection, on one loop
 * of ours and on one of Netty's, in turn for five rounds. The load comes from one thread of this JVM.
 */
public final class SocketComparison {
    private static final int ROUNDS = 5;
    private static final int CONNECTIONS = 64;

    private SocketComparison() {}

    private enum Subject {
        RUNLOOP {
            @Override
            Server open(Service service) throws Exception {
                return new RunLoopServer(RunLoopThread.ofPlatform(), service);
            }
        },
        NETTY {
            @Override
            Server open(Service service) throws Exception {
                return new NettyServer(service);
            }
        },
        RUNLOOP_VIRTUAL {
            @Override
            Server open(Service service) throws Exception {
                return new RunLoopServer(RunLoopThread.ofVirtual(), service);
            }
        };

        abstract Server open(Service service) throws Exception;
    }

    /** Argument: {@code http} or {@code echo} (default: both). */
    public static void main(String... arguments) throws Exception {
        List<String> wanted = arguments.length > 0 ? List.of(arguments) : List.of("http", "echo");
        if (wanted.contains("http")) {
            measure("HTTP, 64 connections", Service.HTTP, CONNECTIONS, Service.request(), Service.response().length);
        }
        if (wanted.contains("echo")) {
            measure("echo, 1 connection", Service.ECHO, 1, new byte[] {1}, 1);
        }
    }

    private static void measure(String title, Service service, int clients, byte[] request, int responseLength)
            throws Exception {
        Map<Subject, List<Double>> rates = new EnumMap<>(Subject.class);
        Map<Subject, List<Double>> late = new EnumMap<>(Subject.class);
        System.out.printf("%-22s %-16s %12s %10s %10s%n", title, "", "a second", "p50 µs", "p99 µs");
        for (int round = 1; round <= ROUNDS; round++) {
            for (Subject subject : Subject.values()) {
                try (Server server = subject.open(service)) {
                    Load.Outcome outcome = new Load(request, responseLength).run(server.address(), clients);
                    double p50 = outcome.latencies().getValueAtPercentile(50) / 1e3;
                    double p99 = outcome.latencies().getValueAtPercentile(99) / 1e3;
                    rates.computeIfAbsent(subject, _ -> new ArrayList<>()).add(outcome.rate());
                    late.computeIfAbsent(subject, _ -> new ArrayList<>()).add(p99);
                    System.out.printf(
                            "round %-16d %-16s %12.0f %10.1f %10.1f%n", round, subject, outcome.rate(), p50, p99);
                }
            }
        }
        double netty = median(rates, Subject.NETTY);
        double lateNetty = median(late, Subject.NETTY);
        for (Subject subject : Subject.values()) {
            double rate = median(rates, subject);
            double p99 = median(late, subject);
            System.out.printf(
                    "median %-15s %-16s %12.0f (%.2f x Netty), p99 %.1f µs (%.2f x Netty)%n",
                    "", subject, rate, rate / netty, p99, p99 / lateNetty);
        }
    }

    private static double median(Map<Subject, List<Double>> values, Subject subject) {
        return Median.of(values.getOrDefault(subject, List.of()));
    }
}

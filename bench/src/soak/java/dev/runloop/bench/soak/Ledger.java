package dev.runloop.bench.soak;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * The books of a lane: what was submitted, what became of it, what was thrown and what was heard of it. They must
 * balance whenever the lane has settled. Thread-safe, and exact only then.
 */
final class Ledger {
    private final ConcurrentMap<String, LongAdder> operations = new ConcurrentHashMap<>();
    private final LongAdder offered = new LongAdder();
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class); // fixed; only the counters change
    private final LongAdder thrown = new LongAdder();
    private final LongAdder heard = new LongAdder();
    private final LongAdder born = new LongAdder();
    private final LongAdder died = new LongAdder();
    private final LongAccumulator worstLateness = new LongAccumulator(Math::max, 0);

    Ledger() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    /** Counts an operation that has no outcome of its own. */
    void count(String operation) {
        operations.computeIfAbsent(operation, _ -> new LongAdder()).increment();
    }

    /** A task is about to be submitted by this operation. */
    void offered(String operation) {
        offered.increment();
        count(operation);
    }

    void ended(Outcome outcome) {
        counterOf(outcome).increment();
    }

    private LongAdder counterOf(Outcome outcome) {
        return Objects.requireNonNull(outcomes.get(outcome));
    }

    void thrown() {
        thrown.increment();
    }

    void heard() {
        heard.increment();
    }

    void born() {
        born.increment();
    }

    void died() {
        died.increment();
    }

    void late(long nanos) {
        worstLateness.accumulate(nanos);
    }

    long of(Outcome outcome) {
        return counterOf(outcome).sum();
    }

    /** Reports what does not balance. */
    void audit(String lane, Violations violations) {
        long handedOver = offered.sum();
        long accounted = outcomes.values().stream().mapToLong(LongAdder::sum).sum();
        if (handedOver != accounted) {
            violations.add(
                    lane,
                    "%,d %s: %,d tasks offered, and of these %s"
                            .formatted(
                                    Math.abs(handedOver - accounted),
                                    handedOver > accounted ? "lost" : "more than there were",
                                    handedOver,
                                    outcomesInWords()));
        }
        if (thrown.sum() != heard.sum()) {
            violations.add(
                    lane,
                    "%,d failures unheard: %,d thrown, %,d told to a handler or a waiting thread"
                            .formatted(thrown.sum() - heard.sum(), thrown.sum(), heard.sum()));
        }
    }

    /** Reports loops that have not ended, once all should have. */
    void auditLoops(String lane, Violations violations) {
        if (born.sum() != died.sum()) {
            violations.add(lane, "%,d loops were made, and %,d have ended".formatted(born.sum(), died.sum()));
        }
    }

    private String outcomesInWords() {
        var words = new StringBuilder();
        outcomes.forEach((outcome, number) ->
                words.append(words.isEmpty() ? "" : ", ").append("%,d %s".formatted(number.sum(), outcome)));
        return words.toString();
    }

    Totals totals() {
        var byOperation = new TreeMap<String, Long>();
        operations.forEach((operation, number) -> byOperation.put(operation, number.sum()));
        var byOutcome = new EnumMap<Outcome, Long>(Outcome.class);
        outcomes.forEach((outcome, number) -> byOutcome.put(outcome, number.sum()));
        return new Totals(
                byOperation, byOutcome, offered.sum(), thrown.sum(), born.sum(), died.sum(), worstLateness.get());
    }
}

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
 * The books of a lane: what was handed over, what has become of it, what was thrown and who has heard of it. They must
 * balance whenever the lane has settled. Thread-safe; exact only then.
 */
final class Ledger {
    private final ConcurrentMap<String, LongAdder> operations = new ConcurrentHashMap<>();
    private final LongAdder offered = new LongAdder();
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class); // never changed, but for the numbers
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

    /** Something was done that is counted, and that nothing comes of by itself. */
    void count(String operation) {
        operations.computeIfAbsent(operation, _ -> new LongAdder()).increment();
    }

    /** A task is about to be handed over by this operation. */
    void offered(String operation) {
        offered.increment();
        count(operation);
    }

    /** A task has come to this end. */
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

    /** A loop was made. */
    void born() {
        born.increment();
    }

    /** A loop has ended. */
    void died() {
        died.increment();
    }

    void late(long nanos) {
        worstLateness.accumulate(nanos);
    }

    long of(Outcome outcome) {
        return counterOf(outcome).sum();
    }

    /** Says what does not balance. */
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
                    "%,d failures unheard: %,d thrown, %,d told to a handler or to one who waits"
                            .formatted(thrown.sum() - heard.sum(), thrown.sum(), heard.sum()));
        }
    }

    /** Says whether more loops were made than have ended; to be asked when all should have. */
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

    /** What the books say now, to be summed up with others. */
    Totals totals() {
        var byOperation = new TreeMap<String, Long>();
        operations.forEach((operation, number) -> byOperation.put(operation, number.sum()));
        var byOutcome = new EnumMap<Outcome, Long>(Outcome.class);
        outcomes.forEach((outcome, number) -> byOutcome.put(outcome, number.sum()));
        return new Totals(
                byOperation, byOutcome, offered.sum(), thrown.sum(), born.sum(), died.sum(), worstLateness.get());
    }
}

package dev.runloop.bench.soak;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sum of all ledgers.
 *
 * @param loopsBorn how many loops were created, as far as lanes count them
 * @param worstLatenessNanos of timers and delayed tasks, including stalls of callbacks before them
 */
record Totals(
        Map<String, Long> operations,
        Map<Outcome, Long> outcomes,
        long offered,
        long thrown,
        long loopsBorn,
        long loopsDied,
        long worstLatenessNanos) {

    static Totals of(Collection<Ledger> ledgers) {
        return ledgers.stream().map(Ledger::totals).reduce(new Ledger().totals(), Totals::plus);
    }

    private Totals plus(Totals other) {
        var sumOfOperations = new TreeMap<>(operations);
        other.operations.forEach((name, number) -> sumOfOperations.merge(name, number, Long::sum));
        var sumOfOutcomes = new EnumMap<Outcome, Long>(outcomes);
        other.outcomes.forEach((outcome, number) -> sumOfOutcomes.merge(outcome, number, Long::sum));
        return new Totals(
                sumOfOperations,
                sumOfOutcomes,
                offered + other.offered,
                thrown + other.thrown,
                loopsBorn + other.loopsBorn,
                loopsDied + other.loopsDied,
                Math.max(worstLatenessNanos, other.worstLatenessNanos));
    }
}

package dev.runloop.bench.lincheck;

import java.util.ArrayList;
import java.util.List;

/** The sequential specification of {@link TimerOperations}. */
public class TimerModel {
    private final List<Integer> waiting = new ArrayList<>();

    public void schedule1() {
        waiting.add(1);
    }

    public void schedule2() {
        waiting.add(2);
    }

    public void schedule3() {
        waiting.add(3);
    }

    public boolean cancel(int number) {
        return waiting.removeIf(each -> each == number);
    }

    public int runDue(int now) {
        return now < TimerOperations.DATE || waiting.isEmpty() ? 0 : waiting.removeFirst();
    }
}

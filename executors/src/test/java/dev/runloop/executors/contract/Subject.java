package dev.runloop.executors.contract;

import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import java.util.stream.Stream;

/** The executors that are held to the contract. One line adds another. */
@SuppressWarnings("ImmutableEnumChecker") // the suppliers have no state
enum Subject {
    PLATFORM_LOOP(1, test -> RunLoopExecutors.newLoop(test.loopThread(ThreadKind.PLATFORM))),
    VIRTUAL_LOOP(1, test -> RunLoopExecutors.newLoop(test.loopThread(ThreadKind.VIRTUAL))),
    /** A loop that somebody else runs. */
    BORROWED_LOOP(1, test -> RunLoopExecutors.on(test.lend(test.loopThread(ThreadKind.PLATFORM)))),
    /** Three loops, which take turns. */
    GROUP(3, test -> RunLoopExecutors.builder().exceptionHandler(test::report).buildGroup(3)),
    /** The control: what it does not hold is no contract, or one of the {@linkplain Difference differences}. */
    JDK(1, test -> new ScheduledThreadPoolExecutor(1));

    private final int threads;
    private final Function<Contract, ScheduledExecutorService> supplier;

    Subject(int threads, Function<Contract, ScheduledExecutorService> supplier) {
        this.threads = threads;
        this.supplier = supplier;
    }

    static Stream<Subject> all() {
        return Arrays.stream(values());
    }

    /** Those that run one task at a time. */
    static Stream<Subject> serial() {
        return all().filter(subject -> subject.threads == 1);
    }

    /** How many tasks run at a time. Of as many that are handed over in a row, each has a thread of its own. */
    int threads() {
        return threads;
    }

    /** How long to wait for what the control of a {@linkplain Difference difference} never does. */
    Duration patience() {
        return this == JDK ? Duration.ofMillis(100) : Contract.PATIENCE;
    }

    ScheduledExecutorService open(Contract test) {
        return supplier.apply(test);
    }
}

package dev.runloop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link CommonModes}: a common item comes into each common mode. */
public final class CommonModesStress {
    private CommonModesStress() {}

    /** Two threads add the first common items of a loop, each of which may make the set of these. */
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both are common")
    @Outcome(id = ".*, 0", expect = Expect.FORBIDDEN, desc = "the second is in a set that is not used")
    @Outcome(id = "0, .*", expect = Expect.FORBIDDEN, desc = "the first is in a set that is not used")
    abstract static class AddTrial {
        final Source0 first = Source0.create(() -> {});
        final Source0 second = Source0.create(() -> {});
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    public static class AddAgainstAdd extends AddTrial {
        private final RunLoop loop = UnrunLoop.make();

        @Actor
        public void one() {
            loop.add(first, RunLoopMode.COMMON);
        }

        @Actor
        public void other() {
            loop.add(second, RunLoopMode.COMMON);
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r1 = loop.contains(first, RunLoopMode.COMMON) ? 1 : 0;
            result.r2 = loop.contains(second, RunLoopMode.COMMON) ? 1 : 0;
        }
    }

    /** Makes the set without a look whether another thread has made it meanwhile. */
    @JCStressTest
    @State
    public static class TwinMakesTwice extends AddTrial {
        private volatile @Nullable Set<Source0> items;

        private void add(Source0 item) {
            Set<Source0> present = items;
            if (present == null) {
                present = ConcurrentHashMap.newKeySet(1);
                items = present;
            }
            present.add(item);
        }

        private boolean has(Source0 item) {
            Set<Source0> present = items;
            return present != null && present.contains(item);
        }

        @Actor
        public void one() {
            add(first);
        }

        @Actor
        public void other() {
            add(second);
        }

        @Arbiter
        public void afterwards(II_Result result) {
            result.r1 = has(first) ? 1 : 0;
            result.r2 = has(second) ? 1 : 0;
        }
    }

    /** A common item is added, while a mode becomes a common one. */
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the item is in the mode")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "it is a common one, and not in this common mode")
    abstract static class ModeTrial {
        final Source0 source = Source0.create(() -> {});
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    public static class AddAgainstNewMode extends ModeTrial {
        private static final RunLoopMode OTHER = RunLoopMode.of("other");

        private final RunLoop loop = UnrunLoop.make();

        @Actor
        public void one() {
            loop.add(source, RunLoopMode.COMMON);
        }

        @Actor
        public void other() {
            loop.addCommonMode(OTHER);
        }

        @Arbiter
        public void afterwards(I_Result result) {
            result.r1 = loop.contains(source, OTHER) ? 1 : 0;
        }
    }

    /** Looks at the modes first and enters the item second. */
    @JCStressTest
    @State
    public static class TwinLooksAtModesFirst extends ModeTrial {
        private final Set<Source0> items = ConcurrentHashMap.newKeySet(1);
        private final Set<Source0> inMode = ConcurrentHashMap.newKeySet(1);
        private volatile boolean modeIsCommon;

        @Actor
        public void one() {
            boolean isCommon = modeIsCommon;
            items.add(source);
            if (isCommon) {
                inMode.add(source);
            }
        }

        @Actor
        public void other() {
            modeIsCommon = true;
            inMode.addAll(items);
        }

        @Arbiter
        public void afterwards(I_Result result) {
            result.r1 = inMode.contains(source) ? 1 : 0;
        }
    }
}

package dev.runloop.bench.stress;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopItem;
import dev.runloop.RunLoopMode;
import dev.runloop.UnrunLoop;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The common modes of a loop, and common modes that are wrong. */
final class Commons {
    private static final RunLoopMode OTHER = RunLoopMode.of("other");

    private Commons() {}

    /** Those of a loop that has none yet. */
    static Common loop() {
        RunLoop loop = UnrunLoop.make();
        return new Common() {
            @Override
            public void add(RunLoopItem item) {
                loop.add(item, RunLoopMode.COMMON);
            }

            @Override
            public boolean has(RunLoopItem item) {
                return loop.contains(item, RunLoopMode.COMMON);
            }

            @Override
            public void makeModeCommon() {
                loop.addCommonMode(OTHER);
            }

            @Override
            public boolean isInMode(RunLoopItem item) {
                return loop.contains(item, OTHER);
            }
        };
    }

    /** Makes the set of items without a look whether another has made it meanwhile. */
    static Common makingTwice() {
        return new Broken() {
            @Override
            Set<RunLoopItem> itemsToAddTo() {
                Set<RunLoopItem> present = items;
                if (present == null) {
                    present = ConcurrentHashMap.newKeySet(1);
                    items = present;
                }
                return present;
            }
        };
    }

    /** Looks whether the mode is common before the item is entered among the common ones. */
    static Common lookingTooEarly() {
        return new Broken() {
            @Override
            public void add(RunLoopItem item) {
                boolean isCommon = modeIsCommon;
                itemsToAddTo().add(item);
                if (isCommon) {
                    inMode.add(item);
                }
            }
        };
    }

    /** Common modes with the parts that are right; one of them is to be replaced. */
    private abstract static class Broken implements Common {
        final Set<RunLoopItem> inMode = ConcurrentHashMap.newKeySet(1);
        volatile @Nullable Set<RunLoopItem> items;
        volatile boolean modeIsCommon;

        Set<RunLoopItem> itemsToAddTo() {
            synchronized (inMode) {
                Set<RunLoopItem> present = items;
                if (present == null) {
                    present = ConcurrentHashMap.newKeySet(1);
                    items = present;
                }
                return present;
            }
        }

        @Override
        public void add(RunLoopItem item) {
            itemsToAddTo().add(item);
            if (modeIsCommon) {
                inMode.add(item);
            }
        }

        @Override
        public boolean has(RunLoopItem item) {
            Set<RunLoopItem> present = items;
            return present != null && present.contains(item);
        }

        @Override
        public void makeModeCommon() {
            modeIsCommon = true;
            Set<RunLoopItem> present = items;
            if (present != null) {
                inMode.addAll(present);
            }
        }

        @Override
        public boolean isInMode(RunLoopItem item) {
            return inMode.contains(item);
        }
    }
}

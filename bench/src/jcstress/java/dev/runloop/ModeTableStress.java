package dev.runloop;

import dev.runloop.bench.stress.Pace;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link ModeTable}: the table of a mode is the one that is held. */
public final class ModeTableStress {
    private static final RunLoopMode MODE = RunLoopMode.of("other");

    private ModeTableStress() {}

    /** The tables of the modes. */
    private interface Tables<T> {
        /** Anyone: the table of the mode, which is held. */
        T hold();

        /** Anyone: lets go of it. */
        void release(T table);

        /** Anyone: whether this is the table of the mode. */
        boolean has(T table);
    }

    /**
     * The last holder lets go of the table of a mode while another comes to hold it: whether the table that is held is that
     * of its mode, and whether it is forgotten when it is not held any more.
     */
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both")
    @Outcome(id = "0, .*", expect = Expect.FORBIDDEN, desc = "what is added to it is in no mode, and never served")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "the mode is never forgotten")
    abstract static class Trial<T> {
        private final Tables<T> tables;
        private final T first;
        private T held; // by the one that comes

        private Trial(Tables<T> tables) {
            this.tables = tables;
            first = tables.hold();
            held = first;
        }

        final void releaseFirst() {
            tables.release(first);
        }

        final void hold() {
            held = tables.hold();
        }

        final void look(II_Result result) {
            result.r1 = tables.has(held) ? 1 : 0;
            tables.release(held);
            result.r2 = tables.has(held) ? 0 : 1;
        }
    }

    private record LoopTables(LoopContents contents) implements Tables<ModeTable> {
        @Override
        public ModeTable hold() {
            return contents.hold(MODE, ModeTable.HOLD);
        }

        @Override
        public void release(ModeTable table) {
            table.release(ModeTable.HOLD);
        }

        @Override
        public boolean has(ModeTable table) {
            return contents.find(MODE) == table;
        }
    }

    /** The protocol itself. */
    @JCStressTest
    @State
    public static class HoldAgainstRelease extends Trial<ModeTable> {
        public HoldAgainstRelease() {
            super(new LoopTables(UnrunLoop.make().contents()));
        }

        @Actor
        public void last() {
            releaseFirst();
        }

        @Actor
        public void next() {
            hold();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            look(result);
        }
    }

    private record UnmarkedTables(ConcurrentMap<RunLoopMode, AtomicInteger> uses) implements Tables<AtomicInteger> {
        @Override
        public AtomicInteger hold() {
            AtomicInteger table = uses.computeIfAbsent(MODE, mode -> new AtomicInteger());
            table.incrementAndGet();
            return table;
        }

        @Override
        public void release(AtomicInteger table) {
            if (table.decrementAndGet() == 0) {
                Pace.leaveRoom();
                uses.remove(MODE, table);
            }
        }

        @Override
        public boolean has(AtomicInteger table) {
            return uses.get(MODE) == table;
        }
    }

    /** A table can still be held when it is about to be forgotten, as it is not marked. */
    @JCStressTest
    @State
    public static class TwinDropsUnmarked extends Trial<AtomicInteger> {
        public TwinDropsUnmarked() {
            super(new UnmarkedTables(new ConcurrentHashMap<>(2)));
        }

        @Actor
        public void last() {
            releaseFirst();
        }

        @Actor
        public void next() {
            hold();
        }

        @Arbiter
        public void afterwards(II_Result result) {
            look(result);
        }
    }
}

package dev.runloop;

import dev.runloop.bench.stress.Pace;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.infra.results.II_Result;

/** The table of a mode, which somebody is the last to let go of while another comes to hold it. */
public abstract class TableTrial {
    private static final RunLoopMode MODE = RunLoopMode.of("other");

    private final Tables tables;
    private final Object first;
    private Object held; // by the one who comes

    /** What is tried. */
    protected enum Kinds {
        /** Those of a loop. */
        REAL {
            @Override
            Tables make() {
                LoopContents contents = UnrunLoop.make().contents();
                return new Tables() {
                    @Override
                    public Object hold() {
                        return contents.hold(MODE, ModeTable.HOLD);
                    }

                    @Override
                    public void release(Object table) {
                        ((ModeTable) table).release(ModeTable.HOLD);
                    }

                    @Override
                    public boolean has(Object table) {
                        return contents.find(MODE) == table;
                    }
                };
            }
        },
        /** Those that can still be held when they are about to be forgotten. */
        DROPPING_WITHOUT_A_MARK {
            @Override
            Tables make() {
                ConcurrentMap<RunLoopMode, AtomicInteger> uses = new ConcurrentHashMap<>(2);
                return new Tables() {
                    @Override
                    public Object hold() {
                        AtomicInteger table = uses.computeIfAbsent(MODE, mode -> new AtomicInteger());
                        table.incrementAndGet();
                        return table;
                    }

                    @Override
                    public void release(Object table) {
                        if (((AtomicInteger) table).decrementAndGet() == 0) {
                            Pace.leaveRoom();
                            uses.remove(MODE, table);
                        }
                    }

                    @Override
                    public boolean has(Object table) {
                        return uses.get(MODE) == table;
                    }
                };
            }
        };

        abstract Tables make();
    }

    /** The tables of the modes. */
    interface Tables {
        /** Anyone: the table of the mode, which is held. */
        Object hold();

        /** Anyone: lets go of it. */
        void release(Object table);

        /** Anyone: whether this is the table of the mode. */
        boolean has(Object table);
    }

    /**
     * A table that one holds.
     *
     * @param kinds of what kind
     */
    protected TableTrial(Kinds kinds) {
        tables = kinds.make();
        first = tables.hold();
        held = first;
    }

    /** The one who lets go. */
    protected final void release() {
        tables.release(first);
    }

    /** The one who comes. */
    protected final void hold() {
        held = tables.hold();
    }

    /**
     * Afterwards.
     *
     * @param result whether the table that is held is that of the mode, and whether it is forgotten when it is not held
     */
    protected final void look(II_Result result) {
        result.r1 = tables.has(held) ? 1 : 0;
        tables.release(held);
        result.r2 = tables.has(held) ? 0 : 1;
    }
}

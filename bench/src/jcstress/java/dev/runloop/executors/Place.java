package dev.runloop.executors;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Where a delayed task is: what the broken twins need to do themselves what a task does in one step. */
final class Place {
    static final int OUT = 0;
    static final int WAITING = 1;
    static final int TOMBSTONE = 2;

    private static final VarHandle PLACE;

    static {
        try {
            PLACE = MethodHandles.privateLookupIn(ScheduledTask.class, MethodHandles.lookup())
                    .findVarHandle(ScheduledTask.class, "place", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Place() {}

    static int of(ScheduledTask<?> task) {
        return (int) PLACE.getVolatile(task);
    }

    static void set(ScheduledTask<?> task, int place) {
        PLACE.setVolatile(task, place);
    }
}

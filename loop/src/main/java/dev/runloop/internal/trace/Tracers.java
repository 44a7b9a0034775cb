package dev.runloop.internal.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several tracers in the place of one. Immutable. */
public final class Tracers implements Tracer {
    private final List<Tracer> all;

    private Tracers(List<Tracer> all) {
        this.all = List.copyOf(all);
    }

    /** {@code present} and one more. */
    public static Tracer with(@Nullable Tracer present, Tracer more) {
        if (present == null) {
            return more;
        }
        List<Tracer> all = listOf(present);
        all.add(more);
        return new Tracers(all);
    }

    /** {@code present} without one; null if none is left. */
    public static @Nullable Tracer without(@Nullable Tracer present, Tracer less) {
        if (present == null) {
            return null;
        }
        List<Tracer> all = listOf(present);
        all.remove(less);
        return switch (all.size()) {
            case 0 -> null;
            case 1 -> all.getFirst();
            default -> new Tracers(all);
        };
    }

    /** All tracers, in a modifiable list. */
    public static List<Tracer> listOf(@Nullable Tracer present) {
        return switch (present) {
            case null -> new ArrayList<>();
            case Tracers several -> new ArrayList<>(several.all);
            case Tracer one -> new ArrayList<>(List.of(one));
        };
    }

    private void forEach(Consumer<Tracer> call) {
        all.forEach(call);
    }

    @Override
    public void calls(Callout callout, Object callee) {
        forEach(tracer -> tracer.calls(callout, callee));
    }

    @Override
    public void called(Callout callout, Object callee, long start, long end) {
        forEach(tracer -> tracer.called(callout, callee, start, end));
    }

    @Override
    public boolean wantsEachTask() {
        return all.stream().anyMatch(Tracer::wantsEachTask);
    }

    @Override
    public void calledBriefly(int count, Object last, long start, long end) {
        forEach(tracer -> tracer.calledBriefly(count, last, start, end));
    }

    @Override
    public void passes(String mode) {
        forEach(tracer -> tracer.passes(mode));
    }

    @Override
    public void slept(long start, long end) {
        forEach(tracer -> tracer.slept(start, end));
    }

    @Override
    public void passed(String mode, long start, long end) {
        forEach(tracer -> tracer.passed(mode, start, end));
    }

    @Override
    public void ran(String mode, boolean isNested, long start, long end) {
        forEach(tracer -> tracer.ran(mode, isNested, start, end));
    }

    @Override
    public void late(Object callee, long nanos) {
        forEach(tracer -> tracer.late(callee, nanos));
    }
}

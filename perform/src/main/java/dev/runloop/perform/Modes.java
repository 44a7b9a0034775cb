package dev.runloop.perform;

import static java.util.Objects.requireNonNull;

import dev.runloop.RunLoopMode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Checks the modes that callers pass. */
final class Modes {
    static final Set<RunLoopMode> COMMON = Set.of(RunLoopMode.COMMON);
    static final Set<RunLoopMode> DEFAULT = Set.of(RunLoopMode.DEFAULT);

    private Modes() {}

    static Set<RunLoopMode> checked(Collection<RunLoopMode> modes) {
        Set<RunLoopMode> checked = new LinkedHashSet<>();
        requireNonNull(modes, "modes").forEach(mode -> checked.add(requireNonNull(mode, "mode")));
        if (checked.isEmpty()) {
            throw new IllegalArgumentException("modes is empty: the perform would never run");
        }
        return checked;
    }
}

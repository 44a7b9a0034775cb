package dev.runloop.bench.comparison;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A cell that threw or did not finish. The comparison ends with it: what would follow runs beside its remains. */
final class CellFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    CellFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

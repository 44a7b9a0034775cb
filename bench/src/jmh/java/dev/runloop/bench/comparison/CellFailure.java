package dev.runloop.bench.comparison;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A cell threw or did not finish. It ends the comparison, because later cells would run beside its remains. */
final class CellFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    CellFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

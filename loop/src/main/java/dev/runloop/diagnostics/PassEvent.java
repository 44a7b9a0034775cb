package dev.runloop.diagnostics;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A pass, including its sleep if any. */
@Name("dev.runloop.Pass")
@Label("Pass")
@Description("A run loop has looked at all that is in a mode, and has slept if there was nothing to do")
@Category("Run Loop")
@Enabled(false)
@StackTrace(false)
final class PassEvent extends Event {
    @Label("Mode")
    @Nullable
    String mode;
}

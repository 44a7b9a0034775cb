package dev.runloop.diagnostics;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the stack of a loop's thread says about the running callout. Loops call user code through methods named after the kind
 * of callout, so nothing needs to record what is running, which would cost more than a task does.
 *
 * @param kind the kind of callout
 * @param culprit the class of the user code
 */
record CalloutStack(String kind, String culprit) {
    private static final String GATE = "dev.runloop.internal.WakeGate";
    private static final Map<String, String> KINDS = Map.of(
            "callingOutToObserver", "observer",
            "callingOutToBlock", "block",
            "callingOutToSource0", "source",
            "callingOutToSource1", "source",
            "callingOutToWillRunNested", "source",
            "callingOutToTimer", "timer",
            "callingOutToSchedule", "schedule callback",
            "callingOutToCancel", "cancel callback",
            "callingOutToTask", "task");
    private static final String CONFINED = "confined thread";

    /**
     * Reads a stack, innermost frame first.
     *
     * @param isCarried whether it is the stack of a confined thread that the loop carries
     * @return null if no user code is running: there is none on the stack, or the loop sleeps in a run nested in it, or is
     *     returning from that sleep
     */
    static @Nullable CalloutStack read(List<StackTraceElement> stack, boolean isCarried) {
        for (int i = 0; i < stack.size(); i++) {
            StackTraceElement frame = stack.get(i);
            if (frame.getClassName().equals(GATE)) {
                return null;
            }
            String kind = KINDS.get(frame.getMethodName());
            if (kind != null && OwnCode.has(frame)) {
                return new CalloutStack(kind, culprit(stack.subList(0, i)));
            }
            if (isOfLoop(frame)) {
                return null;
            }
        }
        return isCarried && !stack.isEmpty() ? new CalloutStack(CONFINED, culprit(stack)) : null;
    }

    /** Whether the loop itself is running, between two callouts. */
    private static boolean isOfLoop(StackTraceElement frame) {
        String name = frame.getClassName();
        return name.equals("dev.runloop.Pass") || name.equals("dev.runloop.Run");
    }

    /**
     * The class where the user code begins: that of the outermost frame that is neither this library's nor the JDK's, within the
     * innermost wrapper of user code, such as a task's future that a decorator runs. Without such a frame, as for a method
     * reference into the JDK, the class that the library called; failing that, the library's own.
     */
    private static String culprit(List<StackTraceElement> frames) {
        String users = "";
        String called = "";
        for (StackTraceElement frame : frames.reversed()) {
            if (OwnCode.has(frame)) {
                called = "";
                users = OwnCode.wrapsUserCode(frame) ? "" : users;
            } else {
                called = called.isEmpty() ? frame.getClassName() : called;
                users = users.isEmpty() && !isOfJdk(frame) ? frame.getClassName() : users;
            }
        }
        if (!users.isEmpty()) {
            return users;
        }
        return !called.isEmpty()
                ? called
                : frames.isEmpty() ? "?" : frames.getFirst().getClassName();
    }

    private static boolean isOfJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }
}

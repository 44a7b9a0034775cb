package dev.runloop.diagnostics;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the stack of a loop's thread says of the callout that is running: loops call user code by methods whose names tell
 * what they call. So nobody has to write down what is running, which would cost more than a task does.
 *
 * @param kind what is called
 * @param culprit the class of the user's code
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
     * Reads a stack, the innermost frame first.
     *
     * @param isCarried whether it is that of a confined thread, which a loop carries
     * @return null if no user code is running: if there is none in the stack, or if the loop sleeps in a run within it, or
     *     is on its way out of that sleep
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

    /** Whether the loop itself is at work, between one callout and the next. */
    private static boolean isOfLoop(StackTraceElement frame) {
        return frame.getClassName().equals("dev.runloop.Run");
    }

    /**
     * The class where the user's code begins: of the outermost frame that is neither of this library nor of the JDK, within
     * what stands for user code, such as the future of a task that a decorator of the user's runs. If there is none, as where a
     * method of the JDK was handed over, the class that the library has called; and if there is none either, its own.
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

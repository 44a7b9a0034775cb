package dev.runloop.diagnostics;

import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final Set<String> CALLERS = Set.of("dev.runloop.Callouts", "dev.runloop.executors.TaskDrain");
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

    /** What stands between a callout and the user's code; nested classes belong to those around them. */
    private static final Set<String> WRAPPERS = Set.of(
            "dev.runloop.Callouts",
            "dev.runloop.Source0",
            "dev.runloop.Source1",
            "dev.runloop.SignalledSource1",
            "dev.runloop.ChannelSource",
            "dev.runloop.RunLoopTimer",
            "dev.runloop.RunLoopObserver",
            "dev.runloop.confined.ConfinedThread",
            "dev.runloop.confined.ConfinedTask",
            "dev.runloop.confined.ConfinedExecutor",
            "dev.runloop.executors.DecoratedTask",
            "dev.runloop.executors.DueTimer",
            "dev.runloop.executors.LoopFuture",
            "dev.runloop.executors.LoopTask",
            "dev.runloop.executors.RunnableCall",
            "dev.runloop.executors.ScheduledTask",
            "dev.runloop.executors.TaskDrain",
            "dev.runloop.executors.TaskSource",
            "dev.runloop.internal.Mailbox",
            "dev.runloop.perform.BackgroundRequest",
            "dev.runloop.perform.Calls",
            "dev.runloop.perform.DelayedRequest",
            "dev.runloop.perform.Invocation",
            "dev.runloop.perform.NamedMethod",
            "dev.runloop.perform.Perform",
            "dev.runloop.perform.Performer",
            "dev.runloop.perform.QueuedRequest",
            "dev.runloop.perform.Request",
            "dev.runloop.perform.Selector",
            "dev.runloop.perform.Selector0",
            "dev.runloop.perform.Selector2",
            "dev.runloop.perform.Selector3",
            "dev.runloop.port.LocalMessagePort",
            "dev.runloop.port.MessagePort",
            "dev.runloop.port.Port",
            "dev.runloop.port.SocketDelivery",
            "dev.runloop.port.SocketPort",
            "dev.runloop.scope.Fork",
            "dev.runloop.scope.RunLoopScope",
            "dev.runloop.stream.ReadStream",
            "dev.runloop.stream.RunLoopStream",
            "dev.runloop.stream.Schedule",
            "dev.runloop.stream.StreamEngine",
            "dev.runloop.stream.WriteStream",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.Executors",
            "java.util.concurrent.FutureTask",
            "java.lang.Thread",
            "java.lang.ThreadBuilders",
            "java.lang.VirtualThread",
            "jdk.internal.vm.Continuation");

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
            String kind = CALLERS.contains(frame.getClassName()) ? KINDS.get(frame.getMethodName()) : null;
            if (kind != null) {
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

    /** The class of the outermost frame that is not ours; if all are, of the innermost one. */
    private static String culprit(List<StackTraceElement> frames) {
        for (StackTraceElement frame : frames.reversed()) {
            if (!WRAPPERS.contains(outermost(frame.getClassName()))) {
                return frame.getClassName();
            }
        }
        return frames.isEmpty() ? "?" : frames.getFirst().getClassName();
    }

    private static String outermost(String className) {
        int nested = className.indexOf('$');
        return nested < 0 ? className : className.substring(0, nested);
    }
}

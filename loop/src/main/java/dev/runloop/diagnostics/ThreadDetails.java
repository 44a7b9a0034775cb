package dev.runloop.diagnostics;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a thread besides its stack. The management interface knows most, if the JVM has it, but only about
 * platform threads; about virtual ones there is only what they park for.
 */
final class ThreadDetails {
    private static final boolean HAS_MANAGEMENT = hasManagement();

    private ThreadDetails() {}

    private static boolean hasManagement() {
        try {
            Class.forName("java.lang.management.ManagementFactory", false, ThreadDetails.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false; // the module java.management is optional
        }
    }

    /** Whether a debugger has suspended the thread; unknown for virtual ones. */
    static boolean isSuspended(Thread thread) {
        return HAS_MANAGEMENT && Managed.isSuspended(thread);
    }

    /**
     * What the thread waits for, which thread holds it, and which may be next for it, as far as known; empty if it does not wait.
     *
     * @param heldUp confined threads that this wait keeps from running
     */
    static String waitsFor(Thread thread, List<Thread> heldUp) {
        String waitsFor = waitsFor(thread);
        return waitsFor.isEmpty() || heldUp.isEmpty()
                ? waitsFor
                : waitsFor + ", for which a confined thread may be next that cannot run meanwhile: "
                        + heldUp.stream()
                                .map(held -> '"' + held.getName() + '"')
                                .collect(Collectors.joining(", "));
    }

    /** What the thread waits for, and which thread holds it, as far as known; empty if it does not wait. */
    static String waitsFor(Thread thread) {
        String told = HAS_MANAGEMENT ? Managed.waitsFor(thread) : "";
        if (!told.isEmpty()) {
            return told;
        }
        Object blocker = LockSupport.getBlocker(thread);
        if (blocker != null) {
            return blocker.getClass().getName();
        }
        return thread.getState() == Thread.State.BLOCKED ? "a monitor" : "";
    }

    /** A class of its own, loaded only if the module is present. */
    private static final class Managed {
        static boolean isSuspended(Thread thread) {
            ThreadInfo info = info(thread);
            return info != null && info.isSuspended();
        }

        static String waitsFor(Thread thread) {
            ThreadInfo info = info(thread);
            if (info == null || info.getLockInfo() == null) {
                return "";
            }
            String lock = info.getLockInfo().getClassName();
            return info.getLockOwnerName() == null ? lock : lock + " held by \"" + info.getLockOwnerName() + '"';
        }

        private static @Nullable ThreadInfo info(Thread thread) {
            return thread.isVirtual()
                    ? null
                    : ManagementFactory.getThreadMXBean().getThreadInfo(thread.threadId());
        }
    }
}

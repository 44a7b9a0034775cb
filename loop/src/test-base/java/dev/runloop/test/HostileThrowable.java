package dev.runloop.test;

/** What user code throws that harms those who tell of it. */
public enum HostileThrowable {
    PLAIN,
    ERROR,
    THREAD_DEATH,
    OUT_OF_MEMORY,
    STACK_OVERFLOW,
    SNEAKILY_CHECKED,
    MESSAGE_THROWS,
    MESSAGE_RECURSES,
    MESSAGE_IS_NULL,
    TEXT_THROWS,
    CAUSE_THROWS,
    CAUSES_NEVER_END,
    STACK_TRACE_THROWS,
    CYCLE,
    NOT_SUPPRESSING;

    /** A new one. */
    public Throwable make() {
        return switch (this) {
            case PLAIN -> new IllegalStateException("plain");
            case ERROR -> new AssertionError("error");
            case THREAD_DEATH -> new ThreadDeathLike();
            case OUT_OF_MEMORY -> new OutOfMemoryError("not really");
            case STACK_OVERFLOW -> overflow(0);
            case SNEAKILY_CHECKED -> new Exception("checked");
            case MESSAGE_THROWS -> new MessageThrows();
            case MESSAGE_RECURSES -> new MessageRecurses();
            case MESSAGE_IS_NULL -> new RuntimeException((String) null);
            case TEXT_THROWS -> new TextThrows();
            case CAUSE_THROWS -> new CauseThrows();
            case CAUSES_NEVER_END -> new CausesNeverEnd();
            case STACK_TRACE_THROWS -> new StackTraceThrows();
            case CYCLE -> cycle();
            case NOT_SUPPRESSING -> new NotSuppressing();
        };
    }

    /** Throws a new one. */
    public void raise() {
        raise(make());
    }

    /** Throws this, checked or not. */
    public static void raise(Throwable e) {
        HostileThrowable.<RuntimeException>sneak(e);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable e) throws T {
        throw (T) e;
    }

    private static Throwable overflow(int depth) {
        try {
            return depth < 0 ? new AssertionError("overflow of the depth") : overflow(depth + 1);
        } catch (StackOverflowError e) {
            return e;
        }
    }

    private static Throwable cycle() {
        var first = new IllegalStateException("first");
        var second = new IllegalStateException("second", first);
        first.initCause(second);
        second.addSuppressed(first);
        return first;
    }

    private static final class ThreadDeathLike extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final class MessageThrows extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("no message");
        }
    }

    private static final class MessageRecurses extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            return "of " + this;
        }
    }

    private static final class TextThrows extends Error {
        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("OverrideThrowableToString") // that is the point
        public String toString() {
            throw new AssertionError("no text");
        }
    }

    private static final class CauseThrows extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable getCause() {
            throw new UnsupportedOperationException("no cause");
        }
    }

    private static final class CausesNeverEnd extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable getCause() {
            return new CausesNeverEnd();
        }
    }

    private static final class StackTraceThrows extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new UnsupportedOperationException("no stack trace");
        }
    }

    private static final class NotSuppressing extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotSuppressing() {
            super("not suppressing", null, false, false);
        }
    }
}

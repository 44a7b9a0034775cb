package dev.runloop.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.test.HostileThrowable;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Reporting a failure")
class FailuresTest {
    private final Logger logger = Logger.getLogger("dev.runloop");
    private final PrintStream errBefore = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Throwable> logged = new ArrayList<>();
    private Handler handler = new LogHandler(record -> logged.add(record.getThrown()));

    private static final class LogHandler extends Handler {
        private final Consumer<LogRecord> log;

        LogHandler(Consumer<LogRecord> log) {
            this.log = log;
        }

        @Override
        public void publish(LogRecord record) {
            log.accept(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        System.setErr(new PrintStream(err, true, UTF_8));
    }

    @AfterEach
    void listenNoMore() {
        System.setErr(errBefore);
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private void logTo(LogHandler other) {
        logger.removeHandler(handler);
        handler = other;
        logger.addHandler(handler);
    }

    private static UncaughtExceptionHandler throwing(Throwable e) {
        return (thread, told) -> HostileThrowable.raise(e);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("calls the handler for any throwable")
    void theHandlerHears(HostileThrowable kind) {
        List<Throwable> told = new ArrayList<>();
        Throwable failure = kind.make();
        Failures.report((thread, e) -> told.add(e), failure);
        assertEquals(1, told.size());
        assertSame(failure, told.getFirst());
        assertEquals(List.of(), logged);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("logs both the failure and what the handler throws, and changes neither")
    void bothAreLogged(HostileThrowable kind) {
        Throwable failure = new IllegalArgumentException("failure");
        Throwable ofHandler = kind.make();
        Throwable[] suppressedBefore = ofHandler.getSuppressed();
        Failures.report(throwing(ofHandler), failure);
        assertEquals(2, logged.size());
        assertSame(ofHandler, logged.get(0));
        assertSame(failure, logged.get(1));
        assertArrayEquals(suppressedBefore, ofHandler.getSuppressed());
        assertEquals(0, failure.getSuppressed().length);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("logs once what the handler rethrows")
    void rethrownIsLoggedOnce(HostileThrowable kind) {
        Throwable failure = kind.make();
        Failures.report(throwing(failure), failure);
        assertEquals(1, logged.size());
        assertSame(failure, logged.getFirst());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("prints to standard error if the logger throws too")
    void theErrorStreamIsLast(HostileThrowable kind) {
        logTo(new LogHandler(record -> kind.raise()));
        Throwable failure = kind.make();
        Failures.report(throwing(kind.make()), failure);
        assertTrue(err.toString(UTF_8).contains(failure.getClass().getName()), err.toString(UTF_8));
    }

    @Test
    @DisplayName("survives an error stream that throws")
    void aBrokenErrorStreamIsSurvived() {
        logTo(new LogHandler(record -> HostileThrowable.PLAIN.raise()));
        System.setErr(new PrintStream(err) {
            @Override
            public void println(String line) {
                HostileThrowable.ERROR.raise();
            }
        });
        Failures.report(throwing(new Error()), new Error());
    }

    @Test
    @DisplayName("survives a thread without a handler")
    void aThreadWithoutHandlerIsSurvived() throws Exception {
        Throwable failure = new IllegalStateException("on a thread that has ended");
        Thread ended = Thread.ofVirtual().start(() -> {});
        ended.join();
        List<Throwable> told = new ArrayList<>();
        Thread teller = Thread.ofVirtual()
                .uncaughtExceptionHandler((thread, e) -> told.add(e))
                .start(() -> Failures.report(null, ended, failure));
        teller.join();
        assertEquals(List.of(failure), told);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("continues with the next step")
    void stepsAreMade(HostileThrowable kind) {
        List<Object> done = new ArrayList<>();
        Failures.attempt((thread, e) -> done.add(e.getClass()), kind::raise);
        Failures.attempt(throwing(kind.make()), kind::raise);
        Failures.attempt(null, () -> done.add("last"));
        assertEquals(List.of(kind.make().getClass(), "last"), done);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("suppresses what can be suppressed, but never a failure in itself")
    void suppressingIsTotal(HostileThrowable kind) {
        Throwable failure = kind.make();
        Failures.suppress(failure, failure);
        Throwable more = new IllegalStateException("more");
        Failures.suppress(failure, more);
        boolean takes = kind != HostileThrowable.NOT_SUPPRESSING && failure.getSuppressed().length > 0;
        assertEquals(takes, List.of(failure.getSuppressed()).contains(more));
    }
}

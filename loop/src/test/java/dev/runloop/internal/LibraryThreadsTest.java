package dev.runloop.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.runloop.RunLoopThread;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A thread of the library")
class LibraryThreadsTest extends ConcurrentTest {
    private static final InheritableThreadLocal<String> USER = new InheritableThreadLocal<>();

    private record Identity(String user, ClassLoader loader, int priority, boolean daemon, ThreadGroup group) {
        static Identity ofCurrent() {
            Thread self = Thread.currentThread();
            return new Identity(
                    USER.get(),
                    self.getContextClassLoader(),
                    self.getPriority(),
                    self.isDaemon(),
                    self.getThreadGroup());
        }
    }

    /** What a thread is like that is started by one with a marked identity. */
    @SuppressWarnings("ThreadPriorityCheck")
    private Identity startedByMarked(Consumer<Runnable> start) throws Exception {
        var seen = new CompletableFuture<Identity>();
        var maker = new Thread(new ThreadGroup("maker"), () -> {
            Thread self = Thread.currentThread();
            USER.set("maker");
            self.setContextClassLoader(new URLClassLoader(new URL[0], null));
            self.setPriority(Thread.MIN_PRIORITY + 1);
            start.accept(() -> seen.complete(Identity.ofCurrent()));
        });
        maker.setDaemon(true);
        maker.start();
        maker.join();
        return seen.get();
    }

    private static void assertNeutral(Identity seen, boolean daemon) {
        assertNull(seen.user);
        assertSame(ClassLoader.getSystemClassLoader(), seen.loader);
        assertEquals(Thread.NORM_PRIORITY, seen.priority);
        assertEquals(daemon, seen.daemon);
        assertNotEquals("maker", seen.group.getName());
    }

    @Test
    @DisplayName("inherits nothing from its creator")
    void threadsAreNeutral() throws Exception {
        assertNeutral(startedByMarked(body -> LibraryThreads.startDaemon("d", body)), true);
        assertNeutral(startedByMarked(body -> LibraryThreads.startVirtual("v", body)), true);
        assertNeutral(startedByMarked(body -> LibraryThreads.platform().start(body)), false);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("of a loop inherits nothing from its creator if so requested")
    void loopThreadsCanBeNeutral(ThreadKind kind) throws Exception {
        Identity seen = startedByMarked(body -> {
            RunLoopThread started = startLoop(kind.loopThread().inheritInheritableThreadLocals(false));
            started.loop().perform(body);
            started.loop().wakeUp();
        });
        assertNeutral(seen, kind == ThreadKind.VIRTUAL);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("of a loop inherits as any thread does, except priority and daemon status")
    void loopThreadsInherit(ThreadKind kind) throws Exception {
        Identity seen = startedByMarked(body -> {
            RunLoopThread started = startLoop(kind.loopThread());
            started.loop().perform(body);
            started.loop().wakeUp();
        });
        assertEquals("maker", seen.user);
        assertEquals(Thread.NORM_PRIORITY, seen.priority);
        assertEquals(kind == ThreadKind.VIRTUAL, seen.daemon);
    }
}

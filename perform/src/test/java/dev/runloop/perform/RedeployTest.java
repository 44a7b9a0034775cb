package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.KeyedRunLoops;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.RunLoopTimer;
import dev.runloop.diagnostics.RunLoopEvents;
import dev.runloop.diagnostics.RunLoops;
import dev.runloop.diagnostics.RunLoopsManagement;
import dev.runloop.diagnostics.StallMonitor;
import dev.runloop.diagnostics.Timeline;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.executors.RunLoopGroup;
import dev.runloop.stream.ReadStream;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import dev.runloop.testing.VirtualClock;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("When an application goes and the JVM stays,")
class RedeployTest extends ConcurrentTest {

    /** Uses the library, its own copy of it, on a thread of a container, and lets go of it. */
    public static final class Application implements Callable<Void> {
        private final Recording recording = new Recording();

        /** For the container. */
        public Application() {}

        @Override
        public Void call() throws Exception {
            RunLoopEvents.register();
            RunLoopsManagement.register();
            recording.enable("dev.runloop.Pass");
            recording.enable("dev.runloop.LateTimer").with("limit", "1 ns");
            recording.start();
            try (var _ = StallMonitor.builder()
                            .limit(Duration.ofMillis(10))
                            .recordOrigins()
                            .handler(report -> Thread.currentThread().interrupt())
                            .start();
                    var timeline = Timeline.builder().recordHandoffs().start()) {
                useLoops();
                useExecutors();
                useOwnLoop();
                useVirtualTime();
                timeline.writePage(new StringBuilder());
            }
            recording.close();
            RunLoopsManagement.unregister();
            RunLoopEvents.unregister();
            RunLoops.all().forEach(RunLoop::discard);
            return null;
        }

        private static void useLoops() throws Exception {
            for (var builder : new RunLoopThread.Builder[] {RunLoopThread.ofPlatform(), RunLoopThread.ofVirtual()}) {
                try (var thread = builder.start();
                        var stream = ReadStream.ofInputStream(new ByteArrayInputStream(new byte[10]))) {
                    var done = new CountDownLatch(2);
                    thread.loop()
                            .add(RunLoopTimer.oneShot(Duration.ZERO, timer -> done.countDown()), RunLoopMode.DEFAULT);
                    thread.loop().perform(() -> {
                        sleep(20); // a stall
                        done.countDown();
                    });
                    thread.loop().wakeUp();
                    await(done);
                    Perform.onThreadAndWait(thread.thread(), () -> {});
                    stream.open();
                    stream.read(ByteBuffer.allocate(10));
                    ManagementFactory.getPlatformMBeanServer()
                            .getAttribute(new ObjectName(RunLoopsManagement.NAME), "Loops");
                }
            }
            try (KeyedRunLoops<String> keyed = KeyedRunLoops.ofPlatform().start()) {
                var done = new CountDownLatch(1);
                keyed.perform("key", done::countDown);
                await(done);
            }
        }

        private static void useExecutors() throws Exception {
            try (RunLoopExecutor executor = RunLoopExecutors.newPlatformLoop("worker");
                    RunLoopGroup group = RunLoopExecutors.newVirtualGroup(2)) {
                executor.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).get();
                executor.supplyAsync(() -> 1).thenApply(number -> number + 1).get();
                group.submit(() -> {}).get();
            }
        }

        /** That of the container's thread. */
        private static void useOwnLoop() {
            Perform.afterDelay(Duration.ofMillis(1), () -> {});
            RunLoop.current().runInMode(RunLoopMode.DEFAULT, Duration.ofMillis(5), false);
        }

        private static void useVirtualTime() {
            VirtualClock clock = VirtualClock.create();
            try (var thread = RunLoopThread.ofVirtual().clock(clock).start()) {
                thread.loop()
                        .add(
                                RunLoopTimer.builder()
                                        .firstFire(Duration.ofSeconds(1))
                                        .clock(clock)
                                        .build(timer -> {}),
                                RunLoopMode.DEFAULT);
                clock.advance(Duration.ofSeconds(2));
            }
        }

        private static void sleep(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Something of a plug-in that a loop of the server's runs. */
    public static final class Plugin implements Callable<Void>, Runnable {
        /** For the server. */
        public Plugin() {}

        @Override
        public Void call() {
            run();
            return null;
        }

        @Override
        public void run() {
            long end = System.nanoTime() + Duration.ofMillis(30).toNanos();
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(RedeployTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitCollected(WeakReference<?> loader) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            System.gc();
            return loader.refersTo(null);
        });
    }

    private static WeakReference<?> deployAndUndeploy(ExecutorService container) throws Exception {
        try (var loader = new URLClassLoader("application", classPath(), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(Application.class.getName());
            assertNotSame(Application.class, type);
            container.submit((Callable<?>) type.getConstructor().newInstance()).get();
            return new WeakReference<>(loader);
        }
    }

    @Test
    @DisplayName("nothing of its copy of the library stays, as all that it has registered can be taken back")
    void ownCopy() throws Exception {
        try (ExecutorService container = Executors.newSingleThreadExecutor()) {
            WeakReference<?> loader = deployAndUndeploy(container);
            container.submit(() -> {}).get(); // its thread has forgotten the last task
            awaitCollected(loader);
        }
    }

    /** Has a loop run what is of a class loader of its own, in several ways. */
    private static WeakReference<?> plugIn(RunLoopThread server, RunLoopExecutor executor) throws Exception {
        try (var loader = new PluginLoader()) {
            Object plugin =
                    loader.loadClass(Plugin.class.getName()).getConstructor().newInstance();
            assertNotSame(Plugin.class, plugin.getClass());
            executor.schedule((Runnable) plugin, 1, TimeUnit.MILLISECONDS).get();
            executor.submit((Callable<?>) plugin).get();
            Perform.onThreadAndWait(server.thread(), (Runnable) plugin);
            var done = new CountDownLatch(1);
            server.loop().perform((Runnable) plugin); // the last thing that the loop does
            server.loop().add(RunLoopTimer.oneShot(Duration.ZERO, timer -> done.countDown()), RunLoopMode.DEFAULT);
            server.loop().perform((Runnable) plugin);
            server.loop().wakeUp();
            await(done);
            return new WeakReference<>(loader);
        }
    }

    private static final class PluginLoader extends URLClassLoader {
        PluginLoader() {
            super("plugin", classPath(), RedeployTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Plugin.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> present = findLoadedClass(name);
            return present != null ? present : findClass(name);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("nothing of it stays with the loops that it has used, though they are observed and do nothing more")
    void plugin(ThreadKind kind) throws Exception {
        closing(StallMonitor.builder()
                .limit(Duration.ofMillis(10))
                .handler(report -> {})
                .recordOrigins()
                .start());
        Timeline timeline = closing(Timeline.builder().recordHandoffs().start());
        RunLoopEvents.register();
        try (var recording = new Recording()) {
            recording.enable("dev.runloop.SlowCallout");
            recording.start();
            RunLoopThread server = startLoop(kind.loopThread().name("server"));
            WeakReference<?> loader = plugIn(server, RunLoopExecutors.on(server.loop()));
            awaitCollected(loader);
            assertTrue(timeline.spans().stream().anyMatch(span -> span.name().equals(Plugin.class.getName())));
        }
    }
}

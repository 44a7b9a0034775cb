package dev.runloop.perform.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.LoopOnClock;
import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.perform.Perform;
import dev.runloop.perform.PerformRequest;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.SteppingClock;
import dev.runloop.test.ThreadKind;
import dev.runloop.testing.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Example:")
class ExamplesTest extends ConcurrentTest {

    @AfterEach
    void declareALivingThreadMainAgain() {
        RunLoop.declareMain();
    }

    @ParameterizedTest
    @EnumSource
    void aCustomInputSourceHandlesTheCommandsOfItsClients(ThreadKind kind) throws Exception {
        RunLoopThread main = startLoop(kind);
        RunLoopThread worker = startLoop(kind);
        Perform.onThreadAndWait(main.thread(), RunLoop::declareMain);
        var registry = new ClientRegistry();
        var handled = new CountDownLatch(3);
        List<String> commands = new ArrayList<>(); // the worker's
        var source = new CommandSource(registry, command -> {
            commands.add(command + " on " + Thread.currentThread().threadId());
            handled.countDown();
        });
        Perform.onThreadAndWait(worker.thread(), source::addToCurrentRunLoop);
        for (String command : List.of("open", "play", "close")) {
            Perform.onMainThread(() -> registry.send(command));
        }
        await(handled);

        long id = worker.thread().threadId();
        assertEquals(
                List.of("open on " + id, "play on " + id, "close on " + id),
                Perform.onThreadAndWait(worker.thread(), () -> List.copyOf(commands)));
        Perform.onThreadAndWait(worker.thread(), source::invalidate);
        assertEquals(0, Perform.onMainThreadAndWait(registry::size));
    }

    @ParameterizedTest
    @EnumSource
    void aPersistentThreadStaysForWhatComes(ThreadKind kind) throws Exception {
        var persistent = new PersistentThread(kind.thread());
        List<Thread> ranOn = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            PerformRequest<?> request = persistent.run(() -> ranOn.add(Thread.currentThread()));
            request.future().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertTrue(persistent.thread().isAlive());
        }
        persistent.run(() -> ranOn.add(Thread.currentThread()));
        persistent.end();

        Thread thread = persistent.thread();
        assertEquals(List.of(thread, thread, thread, thread), ranOn);
        assertFalse(thread.isAlive());
    }

    @ParameterizedTest
    @EnumSource
    void searchAsYouTypeSearchesOnceAfterAPause(ThreadKind kind) {
        VirtualClock clock = VirtualClock.create();
        RunLoopThread ui = startLoop(kind.loopThread().clock(clock));
        List<String> searches = new ArrayList<>();
        var field = new SearchField(
                text -> searches.add(text + " at " + clock.elapsed().toMillis()));
        for (char key : "loop".toCharArray()) {
            Perform.onThread(ui.thread(), () -> field.type(key));
            clock.advance(Duration.ofMillis(100));
        }
        clock.advance(Duration.ofSeconds(1));
        Perform.onThread(ui.thread(), () -> field.type('s'));
        clock.advance(SearchField.PAUSE);
        Perform.onThread(ui.thread(), () -> field.type('!'));
        Perform.onThread(ui.thread(), field::close);
        clock.advance(Duration.ofSeconds(1));

        assertEquals(List.of("loop at 600", "loops at 1700"), searches);
        clock.requireNoWorkLeft();
    }

    @ParameterizedTest
    @EnumSource
    void anObserverCommitsWorkBeforeTheLoopSleeps(ThreadKind kind) {
        start(kind, () -> {
            var clock = new SteppingClock();
            RunLoop loop = LoopOnClock.create(Thread.currentThread(), clock);
            List<List<String>> drawn = new ArrayList<>();
            var canvas = new Canvas(loop, drawn::add);
            Perform.onThread(loop.thread(), () -> canvas.change("line"));
            Perform.onThread(loop.thread(), () -> canvas.change("circle"));
            Perform.afterDelay(Duration.ofSeconds(1), () -> canvas.change("text"));
            loop.runInMode(RunLoopMode.DEFAULT, Duration.ofSeconds(2), false);
            canvas.change("frame");
            Perform.onThread(loop.thread(), canvas::close);
            loop.run();

            assertEquals(List.of(List.of("line", "circle"), List.of("text")), drawn);
        });
    }

    @Test
    void theMainThreadRunsItsLoopWhileWorkersPerformOnIt() throws Exception {
        List<String> found = new ArrayList<>();
        Thread main = start(ThreadKind.PLATFORM, () -> found.addAll(MainLoop.find()));

        assertTrue(main.join(PATIENCE));
        assertEquals(8, found.size());
        assertEquals("worker 0 is done", found.getFirst());
    }
}

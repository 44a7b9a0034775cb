package dev.runloop.executors.confined;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopThread;
import dev.runloop.internal.LibraryThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A virtual thread of the library")
class LibraryThreadsOfConfinedTest extends ConfinedTest {

    /** Who has the library make a thread. */
    enum Maker {
        CONFINED_THREAD {
            @Override
            void make(RunLoop loop, Body body) {
                start(ConfinedThreads.on(loop), body);
            }
        },
        VIRTUAL_THREAD_OF_A_CONFINED_ONE {
            @Override
            void make(RunLoop loop, Body body) {
                start(ConfinedThreads.on(loop), () -> Thread.startVirtualThread(body(body)));
            }
        },
        LOOP_WITH_CONFINED_THREADS {
            @Override
            void make(RunLoop loop, Body body) throws Exception {
                join(start(ConfinedThreads.on(loop), () -> {}));
                onLoop(loop, body);
            }
        };

        abstract void make(RunLoop loop, Body body) throws Exception;
    }

    /** Whether the thread runs while the thread of the loop does nothing else than wait for it. */
    private void assertRunsElsewhere(Maker maker, Consumer<Runnable> make) throws Exception {
        RunLoop loop = startLoop().loop();
        String owner = loop.thread().getName();
        var carrier = new CompletableFuture<String>();
        var made = new CompletableFuture<Boolean>();
        maker.make(loop, () -> {
            make.accept(() -> carrier.complete(carrierName()));
            while (!carrier.isDone()) { // keeps its own carrier
                Thread.onSpinWait();
            }
            made.complete(true);
        });
        assertTrue(made.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertFalse(carrier.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).equals(owner));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is not confined because its maker is")
    void isNotConfined(Maker maker) throws Exception {
        assertRunsElsewhere(maker, body -> LibraryThreads.startVirtual("made", body));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("that a loop is to have is not confined either")
    void loopIsNotConfined(Maker maker) throws Exception {
        assertRunsElsewhere(maker, body -> {
            RunLoopThread started = startLoop(RunLoopThread.ofVirtual());
            started.loop().perform(body);
            started.loop().wakeUp();
        });
    }
}

package dev.runloop.perform.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.runloop.RunLoop;
import dev.runloop.executors.RunLoopExecutors;
import dev.runloop.test.ConcurrentTest;
import dev.runloop.test.ThreadKind;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Example: a conversation in callbacks, and the same in code that waits,")
class CheckoutTest extends ConcurrentTest {

    /** How it is written down. */
    enum Style {
        CALLBACKS {
            @Override
            void buy(Checkout checkout, String article, Consumer<String> display) {
                checkout.buyByCallbacks(article, display);
            }
        },
        WAITING {
            @Override
            void buy(Checkout checkout, String article, Consumer<String> display) {
                checkout.buyByWaiting(article, display);
            }
        };

        abstract void buy(Checkout checkout, String article, Consumer<String> display);
    }

    private final BlockingQueue<String> displayed = new LinkedBlockingQueue<>();

    static Stream<Style> styles() {
        return Arrays.stream(Style.values());
    }

    private String buy(Style style, Checkout.Service service) throws InterruptedException {
        RunLoop loop = startLoop(ThreadKind.PLATFORM).loop();
        RunLoop accountant = startLoop(ThreadKind.VIRTUAL).loop();
        accountant.setExceptionHandler((thread, exception) -> {}); // hears of it if nobody waits, as with callbacks
        var checkout = new Checkout(loop, RunLoopExecutors.on(loop), accountant.thread(), service);
        style.buy(checkout, "tea", displayed::add);
        return displayed.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void hasAnEnd(Style style) throws Exception {
        assertEquals("tea for 6", buy(style, article -> CompletableFuture.supplyAsync(() -> 2)));
    }

    @ParameterizedTest
    @MethodSource("styles")
    void mayFailAtTheFirstStep(Style style) throws Exception {
        var failure = new IllegalStateException("no tea");

        assertEquals("failed: no tea", buy(style, article -> CompletableFuture.failedFuture(failure)));
    }

    @ParameterizedTest
    @MethodSource("styles")
    void mayFailAtTheSecondStep(Style style) throws Exception {
        assertEquals(
                "failed: articles is too great: 101", buy(style, article -> CompletableFuture.completedFuture(101)));
    }
}

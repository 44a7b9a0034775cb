package dev.runloop.perform.examples;

import dev.runloop.RunLoop;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.executors.confined.ConfinedThreads;
import dev.runloop.perform.Perform;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The same conversation twice: once in callbacks, once in code that waits. Both run on one loop only, so the basket needs
 * no lock; both ask a service, have another loop work the price out, wait a while, and give up at the first failure.
 */
final class Checkout {

    /** Answers some time later, on any thread. */
    interface Service {
        CompletableFuture<Integer> stockOf(String article);
    }

    private final RunLoop loop;
    private final RunLoopExecutor executor; // on the loop
    private final Thread accountant; // runs a loop of its own
    private final Service service;
    private int inBasket; // the loop's, or that of a thread confined to it

    Checkout(RunLoop loop, RunLoopExecutor executor, Thread accountant, Service service) {
        this.loop = loop;
        this.executor = executor;
        this.accountant = accountant;
        this.service = service;
    }

    private static int priceOf(int articles) {
        if (articles > 100) {
            throw new IllegalArgumentException("articles is too great: " + articles);
        }
        return 3 * articles;
    }

    /** In callbacks. Each step is inside the one before, and each has to see to the failure. */
    void buyByCallbacks(String article, Consumer<String> display) {
        var _ = service.stockOf(article)
                .whenCompleteAsync(
                        (stock, failure) -> {
                            if (failure != null) {
                                display.accept("failed: " + failure.getMessage());
                                return;
                            }
                            inBasket += stock;
                            int articles = inBasket;
                            var _ = Perform.onThread(accountant, () -> priceOf(articles))
                                    .future()
                                    .whenComplete((price, refusal) -> executor.execute(() -> {
                                        if (refusal != null) {
                                            display.accept("failed: "
                                                    + refusal.getCause().getMessage());
                                            return;
                                        }
                                        var _ = executor.schedule(
                                                () -> display.accept(article + " for " + price),
                                                1,
                                                TimeUnit.MILLISECONDS);
                                    }));
                        },
                        executor);
    }

    /** In code that waits. It reads from top to bottom, and what fails is an exception. */
    void buyByWaiting(String article, Consumer<String> display) {
        ConfinedThreads.on(loop).start(() -> {
            try {
                inBasket += service.stockOf(article).get();
                int articles = inBasket;
                int price = Perform.onThreadAndWait(accountant, () -> priceOf(articles));
                executor.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).get();
                display.accept(article + " for " + price);
            } catch (ExecutionException e) {
                display.accept("failed: " + e.getCause().getMessage());
            } catch (IllegalArgumentException e) {
                display.accept("failed: " + e.getMessage());
            } catch (InterruptedException e) {
                display.accept("the loop has ended");
            }
        });
    }
}

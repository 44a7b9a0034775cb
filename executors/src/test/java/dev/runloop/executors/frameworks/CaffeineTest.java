package dev.runloop.executors.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.runloop.executors.RunLoopExecutor;
import dev.runloop.test.ThreadKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Caffeine on an executor of a run loop")
class CaffeineTest extends FrameworkTest {

    /** What a removal listener was told, and where. */
    private record Removal(String key, RemovalCause cause, Thread thread) {}

    private static Caffeine<String, String> cacheOn(RunLoopExecutor executor, CompletableFuture<Removal> firstRemoval) {
        return Caffeine.newBuilder()
                .executor(executor)
                .scheduler(Scheduler.forScheduledExecutorService(executor))
                .removalListener((String key, String value, RemovalCause cause) ->
                        firstRemoval.complete(new Removal(key, cause, Thread.currentThread())));
    }

    private static Removal await(CompletableFuture<Removal> removal) throws Exception {
        return removal.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void expiresAnEntryThatNobodyTouches(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var removal = new CompletableFuture<Removal>();
        Cache<String, String> cache = cacheOn(executor, removal)
                .expireAfterWrite(Duration.ofMillis(5))
                .build();
        long start = System.nanoTime();
        cache.put("key", "value");

        assertEquals(new Removal("key", RemovalCause.EXPIRED, threadOf(executor)), await(removal));
        assertElapsed(Duration.ofMillis(5), start);
        assertEquals(0, cache.estimatedSize());
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheListenerOnTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var removal = new CompletableFuture<Removal>();
        Cache<String, String> cache = cacheOn(executor, removal).build();
        cache.put("key", "value");
        cache.invalidate("key");

        assertEquals(new Removal("key", RemovalCause.EXPLICIT, threadOf(executor)), await(removal));
    }

    @ParameterizedTest
    @EnumSource
    void evictsOnTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var removal = new CompletableFuture<Removal>();
        Cache<String, String> cache = cacheOn(executor, removal).maximumSize(1).build();
        cache.put("first", "value");
        cache.put("second", "value");

        Removal removed = await(removal);
        assertSame(RemovalCause.SIZE, removed.cause());
        assertSame(threadOf(executor), removed.thread());
    }

    @ParameterizedTest
    @EnumSource
    void loadsOnTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        AsyncLoadingCache<String, Thread> cache =
                Caffeine.newBuilder().executor(executor).buildAsync(key -> Thread.currentThread());

        assertSame(threadOf(executor), cache.get("key").get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void loadsManyOnTheLoop(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        AsyncLoadingCache<Integer, Integer> cache =
                Caffeine.newBuilder().executor(executor).buildAsync(key -> key * key);
        Map<Integer, Integer> loaded = cache.getAll(List.of(1, 2, 3)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertEquals(Map.of(1, 1, 2, 4, 3, 9), loaded);
    }

    @ParameterizedTest
    @EnumSource
    void keepsNothingWaitingForAnEmptyCache(ThreadKind kind) throws Exception {
        RunLoopExecutor executor = open(kind);
        var removal = new CompletableFuture<Removal>();
        Cache<String, String> cache = cacheOn(executor, removal)
                .expireAfterWrite(Duration.ofMillis(5))
                .build();
        cache.put("key", "value");
        await(removal);
        executor.shutdown(); // waits for delayed tasks

        assertTrue(executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
}

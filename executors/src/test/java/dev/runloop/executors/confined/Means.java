package dev.runloop.executors.confined;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/** Ways to exclude others, most of which do not look like one where they are used. */
@SuppressWarnings("ImmutableEnumChecker") // a maker has no state
enum Means {
    SYNCHRONIZED(Means::monitor),
    SYNCHRONIZED_THROUGH_FRAMES(Means::monitorThroughFrames),
    REENTRANT_LOCK(() -> lock(new ReentrantLock())),
    FAIR_LOCK(() -> lock(new ReentrantLock(true))),
    READ_WRITE_LOCK(() -> lock(new ReentrantReadWriteLock().writeLock())),
    STAMPED_LOCK(() -> lock(new StampedLock().asWriteLock())),
    SEMAPHORE(Means::semaphore),
    PRINTLN(Means::println),
    LOGGER(Means::logger),
    MERGE(Means::merge),
    COMPUTE(Means::compute),
    STRING_BUFFER(Means::stringBuffer),
    SYNCHRONIZED_MAP(Means::synchronizedMap);

    private final Supplier<Consumer<Runnable>> maker;

    Means(Supplier<Consumer<Runnable>> maker) {
        this.maker = maker;
    }

    /** A new one, which runs what it is given while all others who use it are kept out. */
    Consumer<Runnable> make() {
        return maker.get();
    }

    private static Consumer<Runnable> monitor() {
        var monitor = new Object();
        return inside -> {
            synchronized (monitor) {
                inside.run();
            }
        };
    }

    private static Consumer<Runnable> monitorThroughFrames() {
        Consumer<Runnable> monitor = monitor();
        return inside -> descend(50, () -> monitor.accept(inside));
    }

    private static void descend(int frames, Runnable bottom) {
        if (frames == 0) {
            bottom.run();
        } else {
            descend(frames - 1, bottom);
        }
    }

    private static Consumer<Runnable> lock(Lock lock) {
        return inside -> {
            lock.lock();
            try {
                inside.run();
            } finally {
                lock.unlock();
            }
        };
    }

    private static Consumer<Runnable> semaphore() {
        var permit = new Semaphore(1, true);
        return inside -> {
            permit.acquireUninterruptibly();
            try {
                inside.run();
            } finally {
                permit.release();
            }
        };
    }

    /** Runs what its thread has been given whenever something is written. */
    private static final class Written extends OutputStream {
        private final ThreadLocal<Runnable> inside = ThreadLocal.withInitial(() -> () -> {});

        void run(Runnable inside, Runnable write) {
            this.inside.set(inside);
            write.run();
            this.inside.remove();
        }

        @Override
        public void write(int b) {
            Runnable given = inside.get();
            inside.remove();
            given.run();
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            write(0);
        }
    }

    private static Consumer<Runnable> println() {
        var written = new Written();
        var stream = new PrintStream(written, true, StandardCharsets.UTF_8);
        return inside -> written.run(inside, () -> stream.println("line"));
    }

    private static Consumer<Runnable> logger() {
        var written = new Written();
        var handler = new StreamHandler(written, new SimpleFormatter()) {
            @Override
            public synchronized void publish(java.util.logging.LogRecord record) {
                super.publish(record);
                flush();
            }
        };
        Logger logger = Logger.getAnonymousLogger();
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        return inside -> written.run(inside, () -> logger.info("message"));
    }

    private static Consumer<Runnable> merge() {
        Map<String, Integer> map = new ConcurrentHashMap<>(Map.of("key", 0));
        return inside -> map.merge("key", 1, (a, b) -> {
            inside.run();
            return a + b;
        });
    }

    private static Consumer<Runnable> compute() {
        Map<String, Integer> map = new ConcurrentHashMap<>();
        return inside -> map.compute("key", (key, value) -> {
            inside.run();
            return value == null ? 1 : value + 1;
        });
    }

    @SuppressWarnings("JdkObsolete") // it is what is tested
    private static Consumer<Runnable> stringBuffer() {
        var buffer = new StringBuffer();
        return inside -> buffer.append(new Object() {
            @Override
            public String toString() {
                inside.run();
                return "";
            }
        });
    }

    private static Consumer<Runnable> synchronizedMap() {
        Map<String, Integer> map = Collections.synchronizedMap(new HashMap<>());
        return inside -> map.compute("key", (key, value) -> {
            inside.run();
            return 1;
        });
    }
}

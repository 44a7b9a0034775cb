package dev.runloop.bench.soak;

import dev.runloop.KeyedRunLoops;
import dev.runloop.RunLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Loops by key that are idle after milliseconds, so that keys get new loops all the time. There is one loop of a key at
 * a time, which sees what the one before has written, and blocks of a producer come in order.
 */
final class KeyedLane implements Lane {
    private static final int KEYS = 6;
    private static final int PRODUCERS = 2;
    private static final int MOST_ERRANDS = 30;
    private static final int STEPS_A_LIFE = 25;
    private static final Duration IDLE_TIME = Duration.ofMillis(2);

    private final Site site;
    private final List<Key> keys = new ArrayList<>();
    private KeyedRunLoops<Key> loops;
    private int steps;

    KeyedLane(Site site) {
        this.site = site;
        for (int i = 1; i <= KEYS; i++) {
            keys.add(new Key(i));
        }
        loops = newLoops();
    }

    private KeyedRunLoops<Key> newLoops() {
        var builder = site.threadKind() == ThreadKind.VIRTUAL ? KeyedRunLoops.ofVirtual() : KeyedRunLoops.ofPlatform();
        return builder.name(site.name() + " ")
                .idleTime(IDLE_TIME)
                .exceptionHandler(site::uncaught)
                .start();
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        List<Site.Producer> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            int producer = i;
            producers.add(own -> produce(producer, own));
        }
        site.together(random, producers);
        if (++steps % STEPS_A_LIFE == 0) {
            close();
            loops = newLoops();
        }
    }

    private void produce(int producer, SplittableRandom random) throws InterruptedException {
        for (int i = random.nextInt(MOST_ERRANDS); i > 0; i--) {
            perform(keys.get(random.nextInt(KEYS)), producer, random);
            Stalls.betweenErrands(random);
        }
        Key key = keys.get(random.nextInt(KEYS));
        Errand last = key.errand().drawn(random).in(key.lines.get(producer)).awaited();
        site.handOver("perform by key", () -> loops.perform(key, last));
        last.await();
    }

    private void perform(Key key, int producer, SplittableRandom random) {
        Errand errand = key.errand().drawn(random).in(key.lines.get(producer));
        site.handOver("perform by key", () -> loops.perform(key, errand));
    }

    private void close() {
        KeyedRunLoops<Key> ended = loops;
        ended.close();
        site.require(ended.isTerminated() && ended.size() == 0, "close() has returned, and there are loops: " + ended);
        keys.forEach(Key::hasNoLoop);
        try {
            ended.perform(keys.getFirst(), () -> site.violated("a block has run that came after close()"));
            site.violated("a block was accepted after close()");
        } catch (RejectedExecutionException e) {
            site.ledger().count("refusal after close");
        }
    }

    @Override
    public void settle() {
        close();
        loops = newLoops();
    }

    @Override
    public void stop() {
        close();
    }

    /** The state of a key, without locks. */
    private final class Key {
        private final int number;
        private final Residence residence;
        private final List<Line> lines = new ArrayList<>();
        private @Nullable RunLoop loop; // that has run the last block

        Key(int number) {
            this.number = number;
            this.residence = new Residence(site, "key " + number);
            for (int i = 1; i <= PRODUCERS; i++) {
                lines.add(Line.gapless(site, "key " + number + ", producer " + i));
            }
        }

        Errand errand() {
            return new Errand(site, residence) {
                @Override
                void visit() {
                    see(RunLoop.current());
                }
            };
        }

        private void see(RunLoop current) {
            RunLoop before = loop;
            if (before == current) {
                return;
            }
            loop = current;
            site.ledger().born();
            if (before != null) {
                site.ledger().died();
                site.require(before.hasEnded(), "two loops of " + this + " at once");
            }
        }

        /** All loops have ended. */
        void hasNoLoop() {
            if (loop != null) {
                loop = null;
                site.ledger().died();
            }
            residence.audit();
        }

        @Override
        public String toString() {
            return "key " + number;
        }
    }
}

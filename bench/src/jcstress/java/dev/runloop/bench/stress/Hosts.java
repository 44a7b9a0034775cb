package dev.runloop.bench.stress;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.UnrunLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A loop, and one that is wrong. */
final class Hosts {
    private Hosts() {}

    /** A loop, and a source whose callback is what fails a perform that somebody waits for. */
    static Host loop() {
        RunLoop loop = UnrunLoop.make();
        return new Host() {
            @Override
            public boolean add(Runnable told) {
                try {
                    loop.add(Source0.create(new ToldOfTheEnd(told)), RunLoopMode.DEFAULT);
                    return true;
                } catch (RunLoopEndedException e) {
                    return false;
                }
            }

            @Override
            public void end() {
                UnrunLoop.end(loop);
            }
        };
    }

    private record ToldOfTheEnd(Runnable told) implements Source0.Callbacks {
        @Override
        public void perform() {}

        @Override
        public void cancel(RunLoop from, RunLoopMode mode) {
            told.run();
        }
    }

    /** Looks whether the loop has ended before something is added to it, and not afterwards. */
    static Host lookingTooEarly() {
        Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
        return new Host() {
            private volatile boolean ended;

            @Override
            public boolean add(Runnable told) {
                return !ended && inbox.offer(told);
            }

            @Override
            public void end() {
                ended = true;
                for (Runnable told = inbox.poll(); told != null; told = inbox.poll()) {
                    told.run();
                }
            }
        };
    }
}

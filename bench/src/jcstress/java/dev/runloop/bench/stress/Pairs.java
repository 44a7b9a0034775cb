package dev.runloop.bench.stress;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopEndedException;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.UnrunLoop;

/** A source that is told when it comes into a loop and when it leaves, and one that is told wrongly. */
final class Pairs {
    private Pairs() {}

    /** The one of a loop. */
    static Pair source(Runnable schedule, Runnable cancel) {
        RunLoop loop = UnrunLoop.make();
        Source0 source = Source0.create(new Told(schedule, cancel));
        return new Pair() {
            @Override
            public void come() {
                try {
                    loop.add(source, RunLoopMode.DEFAULT);
                } catch (RunLoopEndedException e) {
                    // it has not come
                }
            }

            @Override
            public void leave() {
                loop.remove(source, RunLoopMode.DEFAULT);
            }

            @Override
            public void end() {
                UnrunLoop.end(loop);
            }
        };
    }

    private record Told(Runnable toldOfSchedule, Runnable toldOfCancel) implements Source0.Callbacks {
        @Override
        public void perform() {}

        @Override
        public void schedule(RunLoop loop, RunLoopMode mode) {
            toldOfSchedule.run();
        }

        @Override
        public void cancel(RunLoop loop, RunLoopMode mode) {
            toldOfCancel.run();
        }
    }

    /** Looks whether it has left before it is told that it has come, and not afterwards. */
    static Pair lookingTooEarly(Runnable schedule, Runnable cancel) {
        return new Pair() {
            private volatile boolean isThere;
            private volatile boolean isTold;

            @Override
            public void come() {
                isThere = true;
                if (isThere) {
                    schedule.run();
                    Pace.leaveRoom();
                    isTold = true;
                }
            }

            @Override
            public void leave() {
                if (isThere) {
                    isThere = false;
                    if (isTold) {
                        cancel.run();
                    }
                }
            }

            @Override
            public void end() {
                leave();
            }
        };
    }
}

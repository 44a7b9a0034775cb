package dev.runloop.perform;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopTimer;
import dev.runloop.internal.trace.UserCodeWrapper;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A perform after a delay: a timer that fires once, and two entries in the index of {@link DelayedPerforms}.
 *
 * <p>Only the request holds its target and its code; it releases them when it begins or is dropped, on whatever thread.
 */
final class DelayedRequest<R extends @Nullable Object> extends Request<R> {
    private final DelayedPerforms owner;
    private final RunLoop loop;
    private final Set<RunLoopMode> modes;
    private final RunLoopTimer timer;
    private volatile @Nullable Object target; // until the call begins or is dropped
    final RequestIndex.Link byTarget;
    final RequestIndex.@Nullable Link byCall; // null if it can only be found by its target
    boolean isIndexed; // under the lock of the index

    DelayedRequest(
            DelayedPerforms owner,
            RunLoop loop,
            Object target,
            Duration delay,
            Set<RunLoopMode> modes,
            Callable<R> body) {
        super(body);
        this.owner = owner;
        this.loop = loop;
        this.modes = modes;
        this.target = target;
        this.byTarget = new RequestIndex.Link(this, System.identityHashCode(target));
        this.byCall = body instanceof Invocation<?> ? new RequestIndex.Link(this, body.hashCode()) : null;
        this.timer = RunLoopTimer.builder().clock(loop.clock()).firstFire(delay).build(new Fire());
    }

    /** Puts the timer into its modes. */
    void schedule() {
        for (RunLoopMode mode : modes) {
            loop.add(timer, mode);
        }
    }

    /** What the timer calls. */
    private final class Fire implements Consumer<RunLoopTimer>, UserCodeWrapper {
        @Override
        public void accept(RunLoopTimer timer) {
            fire();
        }

        @Override
        public Class<?> calleeClass() {
            return DelayedRequest.this.calleeClass();
        }
    }

    private void fire() {
        owner.forget(this);
        target = null;
        call();
    }

    boolean isOf(Object other) {
        return target == other;
    }

    boolean calls(Invocation<?> other) {
        return other.equals(body());
    }

    @Override
    Thread performer() {
        return loop.thread();
    }

    @Override
    boolean canRunIn(RunLoopMode mode) {
        return loop.isAmong(mode, modes);
    }

    @Override
    void withdraw() {
        target = null;
        timer.invalidate();
        owner.forget(this);
    }
}

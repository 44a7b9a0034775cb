package dev.runloop.bench.subject;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * An Agrona agent that drains a many-to-one queue and backs off while it is empty: it spins, yields, and sleeps for
 * up to a millisecond. Nothing wakes it up. The queue is bounded; producers retry while it is full.
 */
final class AgronaAgent implements Subject {
    private static final int CAPACITY = 1 << 17;

    @Override
    public String name() {
        return "Agrona AgentRunner";
    }

    @Override
    public Actor open() {
        var queue = new ManyToOneConcurrentArrayQueue<Runnable>(CAPACITY);
        var runner = new AgentRunner(new BackoffIdleStrategy(), Throwable::printStackTrace, null, new Drain(queue));
        AgentRunner.startOnThread(runner);
        return new Actor(
                task -> {
                    while (!queue.offer(task)) {
                        Thread.onSpinWait();
                    }
                },
                null,
                runner::close);
    }

    private record Drain(ManyToOneConcurrentArrayQueue<Runnable> queue) implements Agent {
        @Override
        public int doWork() {
            return queue.drain(Runnable::run);
        }

        @Override
        public String roleName() {
            return "agent";
        }
    }
}

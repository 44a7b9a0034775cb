package dev.runloop.bench.soak;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.port.Port;
import dev.runloop.port.PortMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Messages to a port with a small mailbox, so that senders wait or are refused, and replies to a port of another
 * loop. Each message arrives once, and those of one sender in order.
 */
final class PortLane implements Lane {
    private static final int SENDERS = 3;
    private static final int MAX_MESSAGES = 50;
    private static final int PLACES = 16;
    private static final int TASKS_PER_TRY = 4;
    private static final Duration A_DAY = Duration.ofDays(1);

    private final LaneContext context;
    private final RunLoopThread server;
    private final RunLoopThread client;
    private final Port requests = Port.create(PLACES, this::serve);
    private final Port replies = Port.create(this::takeReply);
    private final OverlapCheck serverOverlap;
    private final OverlapCheck clientOverlap;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, TrackedTask> sent = new ConcurrentHashMap<>();
    private final Map<Integer, TrackedTask> answered = new ConcurrentHashMap<>();
    private final List<OrderCheck> orders;

    PortLane(LaneContext context) {
        this.context = context;
        this.server = context.loopThread("server").start();
        this.client = context.loopThread("client").start();
        this.serverOverlap = new OverlapCheck(context, "server");
        this.clientOverlap = new OverlapCheck(context, "client");
        this.orders = context.orders(SENDERS, "messages of sender ");
        requests.schedule(server.loop(), RunLoopMode.DEFAULT);
        replies.schedule(client.loop(), RunLoopMode.DEFAULT);
    }

    /** On the server's loop. */
    private void serve(PortMessage message) {
        TrackedTask task = sent.remove(message.id());
        if (task == null) {
            context.violated("a message has come twice, or was never sent: " + message.id());
            return;
        }
        try {
            task.run();
        } finally {
            // It has more capacity than there are requests without a reply.
            boolean isSent = PortMessage.to(Objects.requireNonNull(message.sendPort()), message.id())
                    .send();
            context.require(isSent, "no place for a reply");
        }
    }

    /** On the client's loop. */
    private void takeReply(PortMessage message) {
        TrackedTask task = answered.remove(message.id());
        if (task == null) {
            context.violated("a reply has come twice, or to nothing: " + message.id());
        } else {
            task.run();
        }
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        context.together(random, orders, this::send);
    }

    private void send(OrderCheck order, SplittableRandom random) throws InterruptedException {
        for (int i = random.nextInt(MAX_MESSAGES); i > 0; i--) {
            boolean waits = random.nextInt(TASKS_PER_TRY) != 0;
            send(order, context.task(serverOverlap, random), context.task(clientOverlap, random), waits);
            Stalls.betweenTasks(random);
        }
        TrackedTask last = context.task(clientOverlap, random).awaited();
        send(order, context.task(serverOverlap, random), last, true);
        last.await();
    }

    private void send(OrderCheck order, TrackedTask request, TrackedTask reply, boolean waits)
            throws InterruptedException {
        int id = ids.incrementAndGet();
        sent.put(id, request.in(order));
        answered.put(id, reply);
        context.ledger().offered("message");
        context.ledger().offered("reply");
        PortMessage message = PortMessage.to(requests, id).replyTo(replies);
        boolean isSent = waits ? message.send(A_DAY) : message.send();
        if (!isSent) {
            context.require(!waits, "a port was full for a day");
            request.end(Outcome.REFUSED);
            reply.end(Outcome.REFUSED);
            sent.remove(id);
            answered.remove(id);
        }
    }

    /** Each sender has waited for the reply to its last message; a failure may still be about to be reported. */
    @Override
    public void settle() throws Exception {
        OrderCheck order = OrderCheck.gapless(context, "last message");
        TrackedTask last = new TrackedTask(context, clientOverlap).awaited();
        send(order, new TrackedTask(context, serverOverlap), last, true);
        last.await();
        context.require(sent.isEmpty(), sent.size() + " messages have not come");
        context.require(answered.isEmpty(), answered.size() + " replies have not come");
        clientOverlap.audit();
    }

    @Override
    public void stop() throws Exception {
        context.end(server);
        context.end(client);
        context.require(!requests.isValid(), "a port is valid whose loop has ended");
        context.mustRefuse("message", () -> {
            boolean _ = PortMessage.to(requests, 0).send();
        });
    }
}

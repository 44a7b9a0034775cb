package dev.runloop.bench.soak;

import dev.runloop.RunLoopMode;
import dev.runloop.RunLoopThread;
import dev.runloop.port.Port;
import dev.runloop.port.PortInvalidException;
import dev.runloop.port.PortMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Messages to a port with few places, so that senders wait for one or are refused, and replies from its loop to a port
 * of another. Each message comes once, and those of a sender in order.
 */
final class PortLane implements Lane {
    private static final int SENDERS = 3;
    private static final int MOST_MESSAGES = 50;
    private static final int PLACES = 16;
    private static final int ERRANDS_WITHOUT_WAIT = 4;
    private static final Duration A_DAY = Duration.ofDays(1);

    private final Site site;
    private final RunLoopThread server;
    private final RunLoopThread client;
    private final Port requests = Port.create(PLACES, this::serve);
    private final Port replies = Port.create(this::takeReply);
    private final Residence serverResidence;
    private final Residence clientResidence;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, Errand> sent = new ConcurrentHashMap<>();
    private final Map<Integer, Errand> answered = new ConcurrentHashMap<>();
    private final List<Line> lines = new ArrayList<>();

    PortLane(Site site) {
        this.site = site;
        this.server = site.loopThread("server").start();
        this.client = site.loopThread("client").start();
        this.serverResidence = new Residence(site, "server");
        this.clientResidence = new Residence(site, "client");
        for (int i = 1; i <= SENDERS; i++) {
            lines.add(Line.withGaps(site, "messages of sender " + i));
        }
        requests.schedule(server.loop(), RunLoopMode.DEFAULT);
        replies.schedule(client.loop(), RunLoopMode.DEFAULT);
    }

    /** On the server's loop. */
    private void serve(PortMessage message) {
        Errand errand = sent.remove(message.id());
        if (errand == null) {
            site.violated("a message has come twice, or was never sent: " + message.id());
            return;
        }
        try {
            errand.run();
        } finally {
            // Its places are more than there are requests without a reply.
            boolean isSent = PortMessage.to(Objects.requireNonNull(message.sendPort()), message.id())
                    .send();
            site.require(isSent, "no place for a reply");
        }
    }

    /** On the client's loop. */
    private void takeReply(PortMessage message) {
        Errand errand = answered.remove(message.id());
        if (errand == null) {
            site.violated("a reply has come twice, or to nothing: " + message.id());
        } else {
            errand.run();
        }
    }

    @Override
    public void step(SplittableRandom random) throws Exception {
        List<Site.Producer> senders = new ArrayList<>();
        for (Line line : lines) {
            senders.add(own -> send(line, own));
        }
        site.together(random, senders);
    }

    private void send(Line line, SplittableRandom random) throws InterruptedException {
        for (int i = random.nextInt(MOST_MESSAGES); i > 0; i--) {
            boolean waits = random.nextInt(ERRANDS_WITHOUT_WAIT) != 0;
            send(line, site.errand(serverResidence, random), site.errand(clientResidence, random), waits);
            Stalls.betweenErrands(random);
        }
        Errand last = site.errand(clientResidence, random).awaited();
        send(line, site.errand(serverResidence, random), last, true);
        last.await();
    }

    private void send(Line line, Errand request, Errand reply, boolean waits) throws InterruptedException {
        int id = ids.incrementAndGet();
        sent.put(id, request.in(line));
        answered.put(id, reply);
        site.ledger().offered("message");
        site.ledger().offered("reply");
        PortMessage message = PortMessage.to(requests, id).replyTo(replies);
        boolean isSent = waits ? message.send(A_DAY) : message.send();
        if (!isSent) {
            site.require(!waits, "a port was full for a day");
            request.end(Outcome.REFUSED);
            reply.end(Outcome.REFUSED);
            sent.remove(id);
            answered.remove(id);
        }
    }

    /** Each sender has waited for the reply to its last message; a failure after that may still be on its way. */
    @Override
    public void settle() throws Exception {
        Line line = Line.gapless(site, "last message");
        Errand last = new Errand(site, clientResidence).awaited();
        send(line, new Errand(site, serverResidence), last, true);
        last.await();
        site.require(sent.isEmpty(), sent.size() + " messages have not come");
        site.require(answered.isEmpty(), answered.size() + " replies have not come");
        clientResidence.audit();
    }

    @Override
    public void stop() throws Exception {
        server.close();
        client.close();
        site.ledger().died();
        site.ledger().died();
        site.require(!requests.isValid(), "a port is valid whose loop has ended");
        try {
            boolean _ = PortMessage.to(requests, 0).send();
            site.violated("a port has taken a message whose loop has ended");
        } catch (PortInvalidException e) {
            site.ledger().count("refusal by a port without a loop");
        }
    }
}

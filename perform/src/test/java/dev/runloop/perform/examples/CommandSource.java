package dev.runloop.perform.examples;

import dev.runloop.RunLoop;
import dev.runloop.RunLoopMode;
import dev.runloop.Source0;
import dev.runloop.perform.Perform;
import dev.runloop.perform.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * An input source of one's own: clients leave commands, the loop of a worker handles them. When it is put into a loop
 * it introduces itself to its registry on the main thread, and when it is taken out it takes its leave, and waits until
 * that has been noted.
 */
final class CommandSource implements Source0.Callbacks {
    private static final Selector<ClientRegistry, Registration, Void> REGISTER =
            Selector.of("register", ClientRegistry::register);
    private static final Selector<ClientRegistry, Registration, Void> REMOVE =
            Selector.of("remove", ClientRegistry::remove);

    /** What a client has to know: the source, and the loop to wake up for it. */
    record Registration(CommandSource source, RunLoop loop) {}

    private final ClientRegistry registry;
    private final Consumer<String> handler;
    private final Queue<String> commands = new ConcurrentLinkedQueue<>();
    private final Source0 source = Source0.create(this);

    CommandSource(ClientRegistry registry, Consumer<String> handler) {
        this.registry = registry;
        this.handler = handler;
    }

    // ---- for the worker ----

    /** Installs the source in the loop of the calling thread. */
    void addToCurrentRunLoop() {
        RunLoop.current().add(source, RunLoopMode.DEFAULT);
    }

    /** Takes the source out of its loop, for ever. */
    void invalidate() {
        source.invalidate();
    }

    // ---- for clients ----

    /** Leaves a command; it is not handled before {@link #fireAllCommandsOn}. */
    void addCommand(String command) {
        commands.add(command);
    }

    /** Has the loop handle what has been left. The signal marks the source, and the loop may be asleep: so both. */
    void fireAllCommandsOn(RunLoop loop) {
        source.signal();
        loop.wakeUp();
    }

    // ---- for the loop ----

    @Override
    public void schedule(RunLoop loop, RunLoopMode mode) {
        Perform.onMainThread(REGISTER.on(registry, new Registration(this, loop)));
    }

    @Override
    public void perform() {
        for (String command = commands.poll(); command != null; command = commands.poll()) {
            handler.accept(command);
        }
    }

    @Override
    public void cancel(RunLoop loop, RunLoopMode mode) {
        try {
            Perform.onMainThreadAndWait(REMOVE.on(registry, new Registration(this, loop)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

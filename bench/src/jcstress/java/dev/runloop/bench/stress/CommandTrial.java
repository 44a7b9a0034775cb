package dev.runloop.bench.stress;

import dev.runloop.Source0;
import dev.runloop.UnrunLoop;
import java.util.Queue;
import org.jctools.queues.varhandle.unpadded.MpscLinkedVarHandleUnpaddedQueue;

/**
 * A source with a queue of commands that its loop performs, for an earlier signal, while a producer adds a command. The
 * loop looks at the source again when he is done; a command that is not taken by then is lost, as nobody would look.
 */
@SuppressWarnings("this-escape") // nobody calls back before the actors do
abstract class CommandTrial {
    private final Queue<String> commands = new MpscLinkedVarHandleUnpaddedQueue<>();
    private final Source0 source = Source0.create(this::perform);
    private int taken; // by the loop

    CommandTrial() {
        source.signal();
    }

    /** The loop: performs the source if it is signalled; how many commands it has then. */
    final int pass() {
        UnrunLoop.perform(source);
        return taken;
    }

    /** The producer. */
    final void addCommand() {
        commands.offer("command");
        signal(source);
    }

    /** Has the source performed for a command that has just been offered. */
    abstract void signal(Source0 commandSource);

    private void perform() {
        while (commands.poll() != null) {
            taken++;
        }
        performed();
    }

    /** The source has taken all commands that it has found. */
    void performed() {}
}

package dev.runloop.perform.examples;

import dev.runloop.perform.examples.CommandSource.Registration;
import java.util.ArrayList;
import java.util.List;

/** The sources that the main thread may send commands to. Belongs to the main thread. */
final class ClientRegistry {
    private final List<Registration> sources = new ArrayList<>();

    void register(Registration registration) {
        sources.add(registration);
    }

    void remove(Registration registration) {
        sources.remove(registration);
    }

    /** Sends a command to all. */
    void send(String command) {
        for (Registration registration : sources) {
            registration.source().addCommand(command);
            registration.source().fireAllCommandsOn(registration.loop());
        }
    }

    int size() {
        return sources.size();
    }
}

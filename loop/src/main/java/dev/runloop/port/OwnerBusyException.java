package dev.runloop.port;

import java.io.IOException;

/** The owner of a name is alive, but its queue of connections to accept is full. */
final class OwnerBusyException extends IOException {
    private static final long serialVersionUID = 1L;

    OwnerBusyException(String name) {
        super("the owner of the name \"" + name + "\" does not accept connections: its queue of " + NameClaim.BACKLOG
                + " is full");
    }
}

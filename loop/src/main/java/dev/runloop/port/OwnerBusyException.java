package dev.runloop.port;

import java.io.IOException;

/** The owner of a name lives, but has more connections to accept than its queue holds. */
final class OwnerBusyException extends IOException {
    private static final long serialVersionUID = 1L;

    OwnerBusyException(String name) {
        super("the owner of the name \"" + name + "\" does not accept connections: its queue of " + NameClaim.BACKLOG
                + " is full");
    }
}

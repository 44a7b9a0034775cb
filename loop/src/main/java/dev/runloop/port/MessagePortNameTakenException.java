package dev.runloop.port;

import java.io.IOException;

/** A local message port was to have a name that belongs to somebody who lives. */
public final class MessagePortNameTakenException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Says that this name is taken.
     *
     * @param name the name
     */
    public MessagePortNameTakenException(String name) {
        super("the name belongs to another message port: \"" + name + "\"");
    }
}

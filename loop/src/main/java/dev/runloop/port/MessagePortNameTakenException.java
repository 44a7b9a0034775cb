package dev.runloop.port;

import java.io.IOException;

/** A local message port could not be created because its name has a live owner. */
public final class MessagePortNameTakenException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports that this name is taken.
     *
     * @param name the name
     */
    public MessagePortNameTakenException(String name) {
        super("the name belongs to another message port: \"" + name + "\"");
    }
}

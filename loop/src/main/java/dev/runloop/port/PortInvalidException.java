package dev.runloop.port;

/**
 * A message was to be sent to a port that has been invalidated: nobody will ever receive it.
 *
 * <p>Thrown at once where the port is invalid already, and to those who wait for a place when it becomes so.
 */
public final class PortInvalidException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Says that this port is invalid.
     *
     * @param port the port
     */
    public PortInvalidException(Port port) {
        super("the port has been invalidated: " + port);
    }
}

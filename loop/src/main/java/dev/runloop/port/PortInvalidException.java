package dev.runloop.port;

/**
 * A message was to be sent to a port that has been invalidated, and could never be received.
 *
 * <p>Thrown at once if the port is already invalid, and to threads that are waiting for room when it becomes invalid.
 */
public final class PortInvalidException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports that this port is invalid.
     *
     * @param port the port
     */
    public PortInvalidException(Port port) {
        super("the port has been invalidated: " + port);
    }
}

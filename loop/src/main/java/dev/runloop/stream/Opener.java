package dev.runloop.stream;

import java.io.IOException;
import java.nio.channels.Channel;

/** Provides what a pump reads from or writes to, which may take its time. */
interface Opener<C extends Channel> {
    /** Opens it, blocking. Called once, by the thread of the pump. */
    C open() throws IOException;

    /** Nobody wants it any more: ends an {@link #open()} that waits, as far as it can be ended. May block. */
    void abandon();
}

package dev.runloop.stream;

import java.io.IOException;
import java.nio.channels.Channel;

/** Provides what a pump reads from or writes to, which may take a while. */
interface Opener<C extends Channel> {
    /** Opens it, blocking. Called once, by the thread of the pump. */
    C open() throws IOException;

    /** It is no longer wanted: ends an {@link #open()} that waits, as far as possible. May block. */
    void abandon();
}

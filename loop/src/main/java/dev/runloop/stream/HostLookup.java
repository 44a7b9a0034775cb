package dev.runloop.stream;

import java.io.IOException;
import java.net.InetAddress;

/** Finds the addresses of a host by its name, which can take its time. */
@FunctionalInterface
interface HostLookup {
    InetAddress[] addressesOf(String host) throws IOException;
}

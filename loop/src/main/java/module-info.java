/** Run loops pinned to threads, platform or virtual: modes, sources, timers and observers. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the modules that see the internals are built later
module dev.runloop {
    requires jdk.net;
    requires static org.jctools.core.jdk11; // its classes are in the jar of this module
    requires static transitive java.net.http; // for streams of HTTP alone
    requires static transitive org.jspecify;

    exports dev.runloop;
    exports dev.runloop.internal to
            dev.runloop.executors;
    exports dev.runloop.port;
    exports dev.runloop.stream;
    exports dev.runloop.testing;
}

/** Run loops pinned to threads, platform or virtual: modes, sources, timers and observers. */
@org.jspecify.annotations.NullMarked
// Who sees the internals is built later; Micrometer is a plain jar.
@SuppressWarnings({"module", "requires-automatic"})
module dev.runloop {
    requires jdk.net;
    requires static transitive jdk.jfr; // for events of the flight recorder alone
    requires static org.jctools.core.jdk11; // its classes are in the jar of this module
    requires static transitive java.management; // for diagnostics by JMX alone
    requires static transitive java.net.http; // for streams of HTTP alone
    requires static micrometer.core; // for its binder alone
    requires static transitive org.jspecify;

    exports dev.runloop;
    exports dev.runloop.diagnostics;
    exports dev.runloop.diagnostics.micrometer;
    exports dev.runloop.internal to
            dev.runloop.executors,
            dev.runloop.perform;
    exports dev.runloop.internal.access to
            dev.runloop.executors,
            dev.runloop.perform;
    exports dev.runloop.internal.trace to
            dev.runloop.executors,
            dev.runloop.perform;
    exports dev.runloop.port;
    exports dev.runloop.stream;
    exports dev.runloop.testing;
}

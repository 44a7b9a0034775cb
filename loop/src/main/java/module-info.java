/** Run loops pinned to threads, platform or virtual: modes, sources, timers and observers. */
@org.jspecify.annotations.NullMarked
// The modules that see the internals are built later; Micrometer is a plain jar.
@SuppressWarnings({"module", "requires-automatic"})
module dev.runloop {
    requires jdk.net;
    requires static transitive jdk.jfr; // only for flight recorder events
    requires static org.jctools.core.jdk11; // shaded into the jar of this module
    requires static transitive java.management; // only for JMX
    requires static transitive java.net.http; // only for HTTP streams
    requires static micrometer.core; // only for its binder
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

/**
 * Run loops as {@link java.util.concurrent.ScheduledExecutorService}s, as the carriers of virtual threads, and as the
 * owners of structured scopes.
 */
@org.jspecify.annotations.NullMarked
module dev.runloop.executors {
    requires transitive dev.runloop;
    requires static transitive org.jspecify;

    exports dev.runloop.executors;
    exports dev.runloop.executors.confined;
    exports dev.runloop.executors.confined.spi;
    exports dev.runloop.executors.scope;

    uses dev.runloop.executors.confined.spi.VirtualThreadScheduling;
}

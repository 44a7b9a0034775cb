/** Run loops as {@link java.util.concurrent.ScheduledExecutorService}s, and as the carriers of virtual threads. */
@org.jspecify.annotations.NullMarked
module dev.runloop.executors {
    requires transitive dev.runloop;
    requires static transitive org.jspecify;

    exports dev.runloop.confined;
    exports dev.runloop.confined.spi;
    exports dev.runloop.executors;

    uses dev.runloop.confined.spi.VirtualThreadScheduling;
}

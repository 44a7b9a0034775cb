/** Run loops as {@link java.util.concurrent.ScheduledExecutorService}s. */
@org.jspecify.annotations.NullMarked
module dev.runloop.executors {
    requires transitive dev.runloop;
    requires static transitive org.jspecify;

    exports dev.runloop.executors;
}

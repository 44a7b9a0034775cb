/** Performs on the loops of other threads: {@code performSelector:onThread:} for Java. */
@org.jspecify.annotations.NullMarked
module dev.runloop.perform {
    requires transitive dev.runloop;
    requires transitive dev.runloop.executors;
    requires static transitive org.jspecify;

    exports dev.runloop.perform;
}

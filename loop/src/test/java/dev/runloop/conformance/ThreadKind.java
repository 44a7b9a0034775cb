package dev.runloop.conformance;

/** On which kind of threads a case is replayed. */
enum ThreadKind {
    PLATFORM,
    VIRTUAL;

    /** The kind that is called this. */
    static ThreadKind named(String name) {
        for (ThreadKind kind : values()) {
            if (kind.toString().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("neither platform nor virtual: \"" + name + "\"");
    }

    /** A thread that does not keep the JVM from ending. */
    Thread unstarted(String name, Runnable body) {
        return switch (this) {
            case PLATFORM -> Thread.ofPlatform().daemon().name(name).unstarted(body);
            case VIRTUAL -> Thread.ofVirtual().name(name).unstarted(body);
        };
    }

    @Override
    public String toString() {
        return this == PLATFORM ? "platform" : "virtual";
    }
}

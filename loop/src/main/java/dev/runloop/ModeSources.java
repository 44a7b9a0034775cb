package dev.runloop;

/** The sources of a mode, and which of them have something to do. */
final class ModeSources {
    /** Of a mode that never had any: most of those of idle loops. Nothing is put in here. */
    static final ModeSources NONE = new ModeSources();

    final MembershipSet all = new MembershipSet();
    final ReadyList readySource0s = new ReadyList(); // of kind 0
    final ReadyQueue readySource1s = new ReadyQueue(); // of kind 1

    void add(Membership membership) {
        all.add(membership);
    }

    /** One of those that are in has been signalled. */
    void note(Membership membership, RunLoopSource source) {
        switch (source) {
            case Source0 _ -> readySource0s.add(membership);
            case Source1 _ -> readySource1s.add(membership);
        }
    }

    void remove(Membership membership, RunLoopSource source) {
        all.remove(membership);
        switch (source) {
            case Source0 _ -> readySource0s.remove(membership);
            case Source1 _ -> readySource1s.remove(membership);
        }
    }
}

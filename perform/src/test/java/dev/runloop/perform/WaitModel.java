package dev.runloop.perform;

import dev.runloop.RunLoopMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A few loops that wait for each other, as a state and the steps that can be made in it. The waits are real ones, and tell
 * what they find; what is true is found out by going on: which of the waits can still end if everybody does what is best
 * for that?
 *
 * <p>A loop performs requests at its base in any mode. The body of a request ends, or waits: for a request to another loop
 * or to its own, plainly or serving {@link #SERVED}, with or without a limit.
 */
final class WaitModel {
    static final RunLoopMode SERVED = RunLoopMode.of("served");

    /** What is wrong with those that wait. */
    enum Fault {
        NONE,
        /** A request is taken for one that all waits of its thread hold up. */
        HELD_UP_BY_WHAT_IS_BELOW,
        /** A thread that serves a mode never says that it rests. */
        NEVER_RESTS
    }

    /** How something waits. */
    record Manner(int loop, boolean isServed, boolean serves, boolean limited) {}

    private static final class Call extends Request<Object> {
        private final int loop;
        private final Thread performer;
        private final boolean isServed;
        private final boolean forgets;

        Call(int loop, Thread performer, boolean isServed, boolean forgets) {
            super(Object::new);
            this.loop = loop;
            this.performer = performer;
            this.isServed = isServed;
            this.forgets = forgets;
        }

        @Override
        Thread performer() {
            return performer;
        }

        @Override
        int begunAt() {
            return forgets ? 0 : super.begunAt();
        }

        @Override
        boolean canRunIn(RunLoopMode mode) {
            return isServed;
        }

        @Override
        void withdraw() {}
    }

    /** A body, or the wait of a body. */
    private static final class Frame {
        private final @Nullable Call body;
        private final @Nullable PendingWait waits;
        private final @Nullable Manner manner;
        private boolean rests;
        private boolean asked;

        Frame(Call body) {
            this.body = body;
            this.waits = null;
            this.manner = null;
        }

        Frame(Thread waiter, Call awaited, Manner manner) {
            this.body = null;
            this.manner = manner;
            this.waits = new PendingWait(
                    waiter, awaited, manner.serves ? SERVED : null, manner.limited, () -> this.asked = true);
        }

        Call awaited() {
            return (Call) waits.request();
        }
    }

    private final Fault fault;
    private final Thread[] threads;
    private final List<Deque<Frame>> stacks = new ArrayList<>(); // the first is the innermost
    private final List<Call> calls = new ArrayList<>();
    private final List<Manner> manners;
    private final Set<PendingWait> told = new HashSet<>();
    private int waitsLeft;

    WaitModel(int loops, int waits, List<Manner> manners, Fault fault) {
        this.fault = fault;
        this.manners = manners;
        this.waitsLeft = waits;
        this.threads = new Thread[loops];
        for (int i = 0; i < loops; i++) {
            threads[i] = Thread.ofVirtual().unstarted(() -> {});
            stacks.add(new ArrayDeque<>());
            begin(i, call(i, false));
        }
    }

    private Call call(int loop, boolean isServed) {
        var call = new Call(loop, threads[loop], isServed, fault == Fault.HELD_UP_BY_WHAT_IS_BELOW);
        calls.add(call);
        return call;
    }

    private void begin(int loop, Call call) {
        call.begin();
        stacks.get(loop).push(new Frame(call));
    }

    // ---- steps ----

    /** The steps that loops can make, each as a number. */
    List<Integer> steps() {
        List<Integer> steps = new ArrayList<>();
        for (int loop = 0; loop < threads.length; loop++) {
            for (int choice : choices(loop)) {
                steps.add(loop + threads.length * choice);
            }
        }
        return steps;
    }

    private static final int END = 0;
    private static final int PASS = 1;
    private static final int PERFORM = 2;

    private List<Integer> choices(int loop) {
        Frame top = stacks.get(loop).peek();
        List<Integer> choices = new ArrayList<>();
        if (top == null || top.waits != null) {
            for (Call call : calls) {
                if (call.loop == loop && call.isPending() && (top == null || (top.manner.serves && call.isServed))) {
                    choices.add(PERFORM + calls.indexOf(call));
                }
            }
        }
        if (top != null && top.body != null) {
            choices.add(END);
            if (waitsLeft > 0) {
                for (int i = 0; i < manners.size(); i++) {
                    choices.add(100 + i);
                }
            }
        }
        if (top != null && top.waits != null) {
            if (top.waits.isOver() || top.manner.limited) {
                choices.add(END);
            } else if (choices.isEmpty() && top.manner.serves && (!top.rests || top.asked)) {
                choices.add(PASS);
            }
        }
        return choices;
    }

    /** Makes a step. */
    void step(int step) {
        int loop = step % threads.length;
        int choice = step / threads.length;
        Deque<Frame> stack = stacks.get(loop);
        Frame top = stack.peek();
        if (choice >= 100) {
            Manner manner = manners.get(choice - 100);
            waitsLeft--;
            Call awaited = call((loop + manner.loop) % threads.length, manner.isServed);
            var frame = new Frame(threads[loop], awaited, manner);
            stack.push(frame);
            frame.waits.publish();
            frame.waits.look();
        } else if (choice == PASS) {
            top.asked = false;
            goOn(top);
            top.waits.beginPass();
            top.rests = true;
            if (fault != Fault.NEVER_RESTS) {
                top.waits.settle();
                top.waits.look();
            }
        } else if (choice == END) {
            stack.pop();
            if (top.body != null) {
                top.body.complete("done");
            } else {
                top.waits.end();
                told.remove(top.waits);
                top.awaited().cancel();
            }
            wakeTops();
        } else {
            if (top != null) {
                goOn(top);
            }
            begin(loop, calls.get(choice - PERFORM));
        }
    }

    private void goOn(Frame frame) {
        frame.rests = false;
        frame.waits.beginPass();
    }

    /** Who comes back to a wait makes a pass. */
    private void wakeTops() {
        for (Deque<Frame> stack : stacks) {
            Frame top = stack.peek();
            if (top != null && top.waits != null && top.rests && !isAtRest(stack)) {
                goOn(top);
            }
        }
    }

    // ---- what is true ----

    /** After a step of which it is known that it was right. */
    void noteWhoIsTold() {
        stacks.forEach(stack -> stack.stream()
                .filter(frame -> frame.waits != null && isTold(frame.waits))
                .forEach(frame -> told.add(frame.waits)));
    }

    /**
     * What is wrong in this state, after each step; null if nothing is.
     */
    @Nullable
    String fault() {
        for (Deque<Frame> stack : stacks) {
            for (Frame frame : stack) {
                if (frame.waits != null && isTold(frame.waits) && told.add(frame.waits) && !isDoomed(frame.waits)) {
                    return "told of a deadlock that is none: " + this;
                }
            }
        }
        Set<Integer> stuck = stuck(null);
        return !stuck.isEmpty() && stuck.stream().allMatch(loop -> isAtRest(stacks.get(loop)))
                ? "nobody is told of a deadlock: " + this
                : null;
    }

    private static boolean isTold(PendingWait wait) {
        return wait.isOver() && !wait.request().isDone();
    }

    private boolean isAtRest(Deque<Frame> stack) {
        Frame top = stack.peek();
        return top != null
                && top.waits != null
                && !top.waits.isOver()
                && (!top.manner.serves || (top.rests && !top.asked))
                && calls.stream()
                        .noneMatch(call ->
                                call.performer == top.waits.waiter() && call.isPending() && top.waits.performs(call));
    }

    /** Whether a wait cannot end, but for being told. */
    private boolean isDoomed(PendingWait wait) {
        for (int loop = 0; loop < threads.length; loop++) {
            for (Frame frame : stacks.get(loop)) {
                if (frame.waits == wait) {
                    return stuck(wait).contains(loop) && stillThere(loop, wait);
                }
            }
        }
        return false;
    }

    private List<Deque<Frame>> leftOver = List.of();

    private boolean stillThere(int loop, PendingWait wait) {
        return leftOver.get(loop).stream().anyMatch(frame -> frame.waits == wait);
    }

    /** The loops that do not come back to their base, whatever happens. */
    private Set<Integer> stuck(@Nullable PendingWait justTold) {
        List<Deque<Frame>> left = new ArrayList<>();
        stacks.forEach(stack -> left.add(new ArrayDeque<>(stack)));
        Set<Call> done = new HashSet<>();
        calls.stream().filter(Request::isDone).forEach(done::add);
        boolean goesOn = true;
        while (goesOn) {
            goesOn = false;
            for (int loop = 0; loop < left.size(); loop++) {
                Frame top = left.get(loop).peek();
                goesOn |= performPending(loop, top, done);
                goesOn |= top != null && popped(left.get(loop), top, done, justTold);
            }
        }
        leftOver = left;
        Set<Integer> stuck = new TreeSet<>();
        for (int loop = 0; loop < left.size(); loop++) {
            if (!left.get(loop).isEmpty()) {
                stuck.add(loop);
            }
        }
        return stuck;
    }

    /** A body may run its loop in any mode, and the base does. */
    private boolean performPending(int loop, @Nullable Frame top, Set<Call> done) {
        boolean performed = false;
        for (Call call : calls) {
            if (call.loop == loop
                    && call.isPending()
                    && (top == null || top.body != null || (top.manner.serves && call.isServed))) {
                performed |= done.add(call);
            }
        }
        return performed;
    }

    private static boolean popped(Deque<Frame> stack, Frame top, Set<Call> done, @Nullable PendingWait justTold) {
        if (top.body != null) {
            done.add(top.body);
        } else {
            boolean ends =
                    done.contains(top.awaited()) || top.manner.limited || (isTold(top.waits) && top.waits != justTold);
            if (!ends) {
                return false;
            }
        }
        stack.pop();
        return true;
    }

    // ---- as text ----

    /** Equal for states in which the same is possible. */
    String key() {
        var numbers = new TreeSet<Long>();
        stacks.forEach(
                stack -> stack.stream().filter(frame -> frame.waits != null).forEach(frame -> {
                    numbers.add(frame.waits.number());
                    numbers.add(frame.waits.settled());
                }));
        List<Long> ranks = new ArrayList<>(numbers);
        var key = new StringBuilder().append(waitsLeft);
        List<Call> named = new ArrayList<>();
        for (Deque<Frame> stack : stacks) {
            key.append('|');
            for (Frame frame : stack) {
                Call call = frame.body != null ? frame.body : frame.awaited();
                if (!named.contains(call)) {
                    named.add(call);
                }
                key.append(frame.body != null ? 'b' : 'w').append(named.indexOf(call));
                if (frame.waits != null) {
                    key.append(frame.manner.serves ? 's' : 'p')
                            .append(frame.manner.limited ? 'l' : '-')
                            .append(ranks.indexOf(frame.waits.number()))
                            .append('.')
                            .append(ranks.indexOf(frame.waits.settled()))
                            .append(frame.waits.isOver() ? 'o' : '-')
                            .append(frame.rests ? 'r' : '-')
                            .append(frame.asked ? 'a' : '-');
                }
            }
        }
        for (Call call : calls) {
            if (named.contains(call) || call.isPending()) {
                key.append(';')
                        .append(named.indexOf(call))
                        .append(call.loop)
                        .append(call.isServed)
                        .append(call.isDone() ? 'd' : call.isPending() ? 'p' : 'b');
            }
        }
        return key.toString();
    }

    /** Nothing of it stays behind in the graph. */
    void close() {
        stacks.forEach(
                stack -> stack.stream().filter(frame -> frame.waits != null).forEach(frame -> frame.waits.end()));
    }

    @Override
    public String toString() {
        var text = new StringBuilder(Arrays.toString(threads)).append(' ').append(key());
        for (Deque<Frame> stack : stacks) {
            text.append("\n  ");
            for (Frame frame : stack.reversed()) {
                text.append(
                        frame.body != null
                                ? " body " + calls.indexOf(frame.body)
                                : " waits for " + calls.indexOf(frame.awaited()) + " " + frame.manner);
            }
        }
        return text.toString();
    }
}

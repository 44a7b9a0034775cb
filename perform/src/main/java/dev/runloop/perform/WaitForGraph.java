package dev.runloop.perform;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The wait-for graph: finds the waits that can never end because they wait for each other. A wait depends on the end of its
 * request. A request depends on
 * <ul>
 * <li>once it has begun, each wait that its thread has begun above it on the stack. Waits below the request depend on it, not
 *     the other way round.
 * <li>until it has begun, the innermost wait of its thread, provided that the thread is at rest there and the wait does not
 *     serve a mode of the request. A thread that is not at rest may still run its loop in any mode, so it is no obstacle; nor is
 *     a wait further out before it is the innermost one.
 * </ul>
 * <p>A wait needs everything it depends on, so a cycle is a deadlock, and without a cycle something can proceed. Waits with a
 * limit end by themselves: they have no edges.
 *
 * <p><b>Rest.</b> A thread in a serving wait rests until it is signalled. Another waiting thread may have signalled it just
 * before it began to wait. So a rest counts only if the pass that led to it began after the last wait of the cycle; otherwise the
 * thread is asked to make such a pass, after which it looks for the cycle itself.
 *
 * <p><b>No false reports.</b> The edges are not read at one instant: one may be gone before the next comes into being. So the
 * edges of a cycle are read a second time. Waits, requests and rests begin and end once each, so edges present in both readings
 * all existed together at the moment between the two.
 */
final class WaitForGraph {
    private static final long FOR_GOOD = -1;

    /**
     * A dependency of one wait on the end of another.
     *
     * @param rest the rest of the other thread during which this holds, or {@link #FOR_GOOD}
     */
    private record Edge(PendingWait from, PendingWait to, long rest) {
        /** Whether this holds only while the other thread rests, which a signal can end. */
        boolean isForNow() {
            return rest != FOR_GOOD && to.isServing();
        }
    }

    private WaitForGraph() {}

    /** Tells the youngest wait of each cycle through this wait. Returns whether there was one for certain. */
    static boolean resolve(PendingWait start) {
        boolean found = false;
        while (!needs(start).isEmpty()) {
            Set<Edge> reached = new HashSet<>();
            if (path(start, edge -> true, reached).isEmpty()) {
                break;
            }
            long last =
                    reached.stream().mapToLong(edge -> edge.from.number()).max().orElseThrow();
            List<Edge> cycle = path(start, edge -> !edge.isForNow() || edge.rest > last, new HashSet<>());
            if (cycle.isEmpty()) {
                reached.stream().filter(Edge::isForNow).forEach(edge -> edge.to.lookAgain());
                break;
            }
            if (isStillThere(cycle)) {
                tellYoungest(cycle); // and look for more: the wait may be part of several cycles
                found = true;
            }
        }
        return found;
    }

    /** What has to end before this wait can. */
    private static List<Edge> needs(PendingWait wait) {
        Request<?> request = wait.request();
        if (wait.isLimited() || wait.isOver()) {
            return List.of();
        }
        boolean isPending = request.isPending();
        PendingWait innermost = PendingWait.innermost(request.performer());
        return isPending ? heldUpAtRest(wait, innermost) : heldUpAbove(wait, innermost, request.begunAt());
    }

    private static List<Edge> heldUpAtRest(PendingWait wait, @Nullable PendingWait innermost) {
        if (innermost == null || !holdsUp(innermost) || innermost.performs(wait.request())) {
            return List.of();
        }
        long rest = innermost.settled();
        return rest == 0 ? List.of() : List.of(new Edge(wait, innermost, rest));
    }

    private static List<Edge> heldUpAbove(PendingWait wait, @Nullable PendingWait innermost, int depth) {
        List<Edge> edges = new ArrayList<>();
        for (PendingWait above = innermost; above != null && above.depth() > depth; above = above.outer()) {
            if (holdsUp(above)) {
                edges.add(new Edge(wait, above, FOR_GOOD));
            }
        }
        return edges;
    }

    private static boolean holdsUp(PendingWait wait) {
        return !wait.isLimited() && !wait.isOver();
    }

    /** A path of edges from a wait back to itself, or empty; collects all edges it has come across. */
    private static List<Edge> path(PendingWait start, Predicate<Edge> isUsed, Set<Edge> reached) {
        Map<PendingWait, Edge> cameBy = new HashMap<>();
        Deque<PendingWait> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            for (Edge edge : needs(next.remove())) {
                if (isUsed.test(edge)) {
                    reached.add(edge);
                    if (cameBy.putIfAbsent(edge.to, edge) == null) {
                        next.add(edge.to);
                    }
                }
            }
        }
        return cameBy.containsKey(start) ? backFrom(start, cameBy) : List.of();
    }

    private static List<Edge> backFrom(PendingWait start, Map<PendingWait, Edge> cameBy) {
        List<Edge> path = new ArrayList<>();
        PendingWait wait = start;
        do {
            Edge edge = cameBy.get(wait);
            if (edge == null) {
                throw new AssertionError("no way back");
            }
            path.add(edge);
            wait = edge.from;
        } while (wait != start);
        return path.reversed();
    }

    private static boolean isStillThere(List<Edge> cycle) {
        return cycle.stream().allMatch(edge -> needs(edge.from).contains(edge));
    }

    private static void tellYoungest(List<Edge> cycle) {
        int youngest = 0;
        for (int i = 1; i < cycle.size(); i++) {
            youngest = cycle.get(i).from.number() > cycle.get(youngest).from.number() ? i : youngest;
        }
        List<Edge> turned = new ArrayList<>(cycle);
        Collections.rotate(turned, -youngest);
        turned.getFirst()
                .from
                .tell(turned.stream().map(edge -> edge.from.waiter()).toList());
    }
}

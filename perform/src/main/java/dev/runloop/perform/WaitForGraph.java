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
 * The graph of waits that need each other's ends. A wait needs the end of its request, and a request needs the end of
 * <ul>
 * <li>each wait of its thread that was begun above it, once it has begun. Those below it are held up by the request, and
 *     not the other way round.
 * <li>the innermost wait of its thread, as long as it has not begun, if the thread is at rest there, and the wait does
 *     not serve a mode of the request. A thread that does something else may run its loop in any mode yet, so it is no
 *     obstacle; what waits further out is none either before it is the innermost one.
 * </ul>
 * <p>All that a wait needs it needs together, so a cycle never ends, and where there is none something goes on. Waits with
 * a limit need nothing and are no obstacle.
 *
 * <p><b>Rest.</b> A thread in a serving wait rests until somebody signals something. Who waits may have done so just
 * before, so the rest counts only if it was reached by a pass that began after the last wait in question; the thread is
 * asked for such a pass, and looks for the cycle itself then.
 *
 * <p><b>No cycle is reported that was not there.</b> Edges are not read at one moment: one that has been read may be gone
 * before the next comes about. So the edges of a cycle that was found are read a second time. Waits, requests and rests
 * begin once and end once; so what is found in both readings was there between them, all at the same moment.
 */
final class WaitForGraph {
    private static final long FOR_GOOD = -1;

    /**
     * That a wait needs the end of another one.
     *
     * @param rest the rest of the other thread that this holds for, or {@link #FOR_GOOD}
     */
    private record Edge(PendingWait from, PendingWait to, long rest) {
        /** Whether it depends on the rest of a thread that others can end. */
        boolean isForNow() {
            return rest != FOR_GOOD && to.isServing();
        }
    }

    private WaitForGraph() {}

    /** Tells the youngest wait of each cycle through this one; false if there is none that is certain. */
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
                tellYoungest(cycle); // and look for more: a wait that was told can be in between others that were not
                found = true;
            }
        }
        return found;
    }

    /** What has to end before this wait does. */
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

    /** Edges that lead from a wait back to it; empty if there are none. Collects all that it has come by. */
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

package dev.runloop.perform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests by a hash code, those with the same one in the order of their insertion. Insertion, removal and lookup take
 * constant time.
 *
 * <p>The index keeps only the hash code. The objects it was computed from are held by the requests, which release them by
 * themselves. Not thread-safe.
 */
final class RequestIndex {

    /** The entry of a request, in a ring with the others of the same hash code. */
    static final class Link {
        private final DelayedRequest<?> request;
        private final int hash;
        private Link before = this;
        private Link after = this;

        Link(DelayedRequest<?> request, int hash) {
            this.request = request;
            this.hash = hash;
        }
    }

    private final Map<Integer, Link> firsts = new HashMap<>();

    void add(Link link) {
        Link first = firsts.putIfAbsent(link.hash, link);
        if (first != null) {
            link.before = first.before;
            link.after = first;
            first.before.after = link;
            first.before = link;
        }
    }

    /** Removes an entry that is present. */
    void remove(Link link) {
        if (link.after == link) {
            firsts.remove(link.hash, link);
            return;
        }
        link.before.after = link.after;
        link.after.before = link.before;
        firsts.replace(link.hash, link, link.after);
    }

    /** The requests with a hash code, in the order of their insertion. */
    List<DelayedRequest<?>> of(int hash) {
        List<DelayedRequest<?>> found = new ArrayList<>();
        collect(firsts.get(hash), found);
        return found;
    }

    /** All requests. */
    List<DelayedRequest<?>> all() {
        List<DelayedRequest<?>> all = new ArrayList<>();
        firsts.values().forEach(first -> collect(first, all));
        return all;
    }

    private static void collect(@Nullable Link first, List<DelayedRequest<?>> found) {
        Link link = first;
        while (link != null) {
            found.add(link.request);
            link = link.after == first ? null : link.after;
        }
    }
}

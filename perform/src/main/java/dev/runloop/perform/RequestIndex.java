package dev.runloop.perform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests by a hash, those of the same hash in the order in which they came. To enter, to leave and to look up cost
 * the same however many there are.
 *
 * <p>Only the hash is kept: what it was made of is held by the requests alone, which let go of it by themselves. Not
 * thread-safe.
 */
final class RequestIndex {

    /** The place of a request: in a ring with the others of its hash. */
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

    /** Takes out one that is in. */
    void remove(Link link) {
        if (link.after == link) {
            firsts.remove(link.hash, link);
            return;
        }
        link.before.after = link.after;
        link.after.before = link.before;
        firsts.replace(link.hash, link, link.after);
    }

    /** Those of a hash, in the order in which they came. */
    List<DelayedRequest<?>> of(int hash) {
        List<DelayedRequest<?>> found = new ArrayList<>();
        collect(firsts.get(hash), found);
        return found;
    }

    /** All that are in. */
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

package dev.runloop.perform.examples;

import dev.runloop.perform.Perform;
import dev.runloop.perform.Selector;
import dev.runloop.perform.Selector0;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Searches while somebody types, once they pause: each key asks for the search anew and takes back what was asked for
 * before. Belongs to the thread of the user interface.
 */
final class SearchField {
    static final Duration PAUSE = Duration.ofMillis(300);
    private static final Selector0<SearchField, Void> SEARCH = Selector.of("search", SearchField::search);

    private final Consumer<String> search;
    private final StringBuilder text = new StringBuilder();

    SearchField(Consumer<String> search) {
        this.search = search;
    }

    void type(char key) {
        text.append(key);
        Perform.cancelPreviousPerformRequests(this, SEARCH);
        Perform.afterDelay(PAUSE, SEARCH.on(this));
    }

    /** The field goes away: nothing holds it any more, and nothing is searched. */
    void close() {
        Perform.cancelPreviousPerformRequests(this);
    }

    private void search() {
        search.accept(text.toString());
    }
}

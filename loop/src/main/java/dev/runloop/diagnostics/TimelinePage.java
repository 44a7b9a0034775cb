package dev.runloop.diagnostics;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A page that shows trace events: a self-contained template with the events inserted. */
final class TimelinePage {
    private static final String TEMPLATE = "timeline.html";
    private static final String PLACE = "/*DATA*/";

    private TimelinePage() {}

    static void write(Appendable out, Consumer<Appendable> data) {
        String template = template();
        int place = template.indexOf(PLACE);
        try {
            out.append(template, 0, place);
            data.accept(out);
            out.append(template, place + PLACE.length(), template.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String template() {
        try (InputStream in = requireNonNull(TimelinePage.class.getResourceAsStream(TEMPLATE), TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

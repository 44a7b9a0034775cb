package dev.runloop;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The text of a description, in the style of CFRunLoop's. Not thread-safe. */
final class DescriptionText {
    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    DescriptionText(RunLoopDescription loop) {
        open("RunLoop");
        line("thread = " + loop.thread());
        line("state = " + loop.state());
        line("current mode = " + (loop.runs().isEmpty() ? "none" : loop.runs().getLast()));
        line("runs = " + joined(loop.runs(), " > "));
        line("common modes = { " + joined(loop.commonModes(), ", ") + " }");
        items("common mode items", loop.commonItems(), item -> true);
        open("modes");
        loop.modes().forEach(this::mode);
        close();
        line("blocks = " + loop.blocks() + ", pending changes = " + loop.pendingChanges());
        metrics(loop.metrics());
        close();
    }

    private void metrics(RunLoopMetrics metrics) {
        line("passes = " + metrics.passes() + ", sleeps = " + metrics.sleeps() + ", useful wake-ups = "
                + metrics.usefulWakeUps());
        line("called: sources = " + metrics.sources() + ", timers = " + metrics.timers() + ", blocks = "
                + metrics.blocks() + ", observations = " + metrics.observations() + ", tasks = " + metrics.tasks());
        line("busy = " + metrics.busy() + ", asleep = " + metrics.asleep());
        line("queued = " + metrics.queued() + ", at most = " + metrics.mostQueued());
        RunLoopMetrics.Lateness lateness = metrics.lateness();
        line("timers late: median = " + lateness.median() + ", p99 = " + lateness.p99() + ", at most = "
                + lateness.greatest());
        line("longest callout = " + metrics.longestCallout()
                + (metrics.longestCallee().isEmpty() ? "" : ", " + metrics.longestCallee()));
    }

    private void mode(RunLoopDescription.Mode mode) {
        open(mode.mode().name());
        items("sources0", mode.items(), item -> item instanceof RunLoopDescription.Source source && source.kind() == 0);
        items("sources1", mode.items(), item -> item instanceof RunLoopDescription.Source source && source.kind() == 1);
        items("observers", mode.items(), RunLoopDescription.Observer.class::isInstance);
        items("timers", mode.items(), RunLoopDescription.Timer.class::isInstance);
        close();
    }

    private void items(String title, List<RunLoopDescription.Item> items, Predicate<RunLoopDescription.Item> filter) {
        List<RunLoopDescription.Item> shown = items.stream().filter(filter).toList();
        if (shown.isEmpty()) {
            line(title + " = { }");
            return;
        }
        open(title + " =");
        shown.forEach(item -> line(text(item)));
        close();
    }

    private static String text(RunLoopDescription.Item item) {
        return switch (item) {
            case RunLoopDescription.Source(int kind, int order, boolean signalled, String callout) ->
                "Source" + kind + " { order = " + order + ", signalled = " + yesOrNo(signalled) + ", callout = "
                        + callout + " }";
            case RunLoopDescription.Observer observer ->
                "Observer { order = " + observer.order() + ", activities = " + joined(observer.activities(), " | ")
                        + ", repeats = " + yesOrNo(observer.repeats()) + ", callout = " + observer.callout() + " }";
            case RunLoopDescription.Timer timer ->
                "Timer { firing = " + yesOrNo(timer.firing()) + ", interval = " + timer.interval() + ", tolerance = "
                        + timer.tolerance() + ", fires in " + timer.firesIn() + ", callout = " + timer.callout()
                        + " }";
        };
    }

    private static String yesOrNo(boolean value) {
        return value ? "Yes" : "No";
    }

    private static String joined(Collection<?> parts, String separator) {
        return parts.stream().map(Object::toString).collect(Collectors.joining(separator));
    }

    private void open(String title) {
        line(title + " {");
        depth++;
    }

    private void close() {
        depth--;
        line("}");
    }

    private void line(String line) {
        text.append(INDENT.repeat(depth)).append(line).append('\n');
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing();
    }
}

package dev.runloop.diagnostics;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.SettingControl;

/** A setting of a recording: the lateness from which on a timer is recorded, as {@code 10 ms}. The lowest of several applies. */
public final class LatenessLimit extends SettingControl {
    private static final String DEFAULT = "10 ms";
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ns|us|ms|s)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ns", Duration.ofNanos(1),
            "us", Duration.ofNanos(1_000),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1));

    private volatile String value = DEFAULT;
    private volatile long nanos = parse(DEFAULT).orElseThrow();

    /** The default limit. */
    public LatenessLimit() {}

    /** In nanoseconds. */
    long nanos() {
        return nanos;
    }

    private static Optional<Long> parse(String text) {
        Matcher matcher = FORM.matcher(text.trim());
        return matcher.matches()
                ? Optional.of(requireNonNull(UNITS.get(matcher.group(2)))
                        .multipliedBy(Long.parseLong(matcher.group(1)))
                        .toNanos())
                : Optional.empty();
    }

    @Override
    public String combine(Set<String> values) {
        return values.stream()
                .filter(text -> parse(text).isPresent())
                .min(Comparator.comparing(text -> parse(text).orElseThrow()))
                .orElse(DEFAULT);
    }

    /** Sets the limit. Text that cannot be parsed is ignored, as recordings cannot reject settings. */
    @Override
    public void setValue(String value) {
        parse(value).ifPresent(read -> {
            this.value = value;
            nanos = read;
        });
    }

    @Override
    public String getValue() {
        return value;
    }
}

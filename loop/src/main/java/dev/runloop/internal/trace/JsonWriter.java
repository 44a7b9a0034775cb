package dev.runloop.internal.trace;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes compact JSON, piece by piece. Throws {@link UncheckedIOException} if writing fails. Not thread-safe. */
public final class JsonWriter {
    private final Appendable out;
    private boolean needsComma;

    /** Writes to {@code out}. */
    public JsonWriter(Appendable out) {
        this.out = out;
    }

    /** Begins an object. */
    public JsonWriter beginObject() {
        return begin('{');
    }

    /** Ends the object. */
    public JsonWriter endObject() {
        return end('}');
    }

    /** Begins an array. */
    public JsonWriter beginArray() {
        return begin('[');
    }

    /** Ends the array. */
    public JsonWriter endArray() {
        return end(']');
    }

    private JsonWriter begin(char bracket) {
        separate();
        write(bracket);
        needsComma = false;
        return this;
    }

    private JsonWriter end(char bracket) {
        write(bracket);
        needsComma = true;
        return this;
    }

    /** The name of a member; its value must follow. */
    public JsonWriter name(String name) {
        separate();
        quote(name);
        write(':');
        needsComma = false;
        return this;
    }

    /** A string. */
    public JsonWriter value(String value) {
        separate();
        quote(value);
        return this;
    }

    /** A number. */
    public JsonWriter value(long value) {
        return plain(Long.toString(value));
    }

    /** A boolean. */
    public JsonWriter value(boolean value) {
        return plain(Boolean.toString(value));
    }

    /** A number of thousandths, written with three decimal places. */
    public JsonWriter thousandths(long value) {
        String sign = value < 0 ? "-" : "";
        String digits = Long.toString(Math.abs(value % 1_000));
        return plain(sign + Math.abs(value / 1_000) + "." + "0".repeat(3 - digits.length()) + digits);
    }

    private JsonWriter plain(String text) {
        separate();
        write(text);
        return this;
    }

    private void separate() {
        if (needsComma) {
            write(',');
        }
        needsComma = true;
    }

    private void quote(String text) {
        write('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> {
                    write('\\');
                    write(c);
                }
                case '\n' -> write("\\n");
                // Line separators end a line in old JavaScript, "</script>" ends a script, and half a pair is no
                // character.
                case '<', '\u2028', '\u2029' -> escape(c);
                default -> {
                    if (c < ' ' || isLonely(text, i)) {
                        escape(c);
                    } else {
                        write(c);
                    }
                }
            }
        }
        write('"');
    }

    private static boolean isLonely(String text, int i) {
        return Character.isSurrogate(text.charAt(i))
                && !(Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1)))
                && !(Character.isLowSurrogate(text.charAt(i))
                        && i > 0
                        && Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private void escape(char c) {
        String hex = Integer.toHexString(c);
        write("\\u" + "0".repeat(4 - hex.length()) + hex);
    }

    private void write(CharSequence text) {
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(char c) {
        try {
            out.append(c);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

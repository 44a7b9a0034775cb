package dev.runloop.conformance;

/**
 * A word of a case file.
 *
 * @param text without the quotes, if it had any
 * @param quoted whether it had quotes, and so is never a brace
 * @param line where it begins, counted from 1
 */
record Token(String text, boolean quoted, int line) {

    boolean opens() {
        return !quoted && text.equals("{");
    }

    boolean closes() {
        return !quoted && text.equals("}");
    }

    /** Whether it is {@code name=value}. */
    boolean isOption(String name) {
        return !quoted && text.startsWith(name + "=");
    }

    /** What stands after the first equals sign. */
    String value() {
        return text.substring(text.indexOf('=') + 1);
    }
}

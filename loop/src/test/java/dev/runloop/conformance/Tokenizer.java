package dev.runloop.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the text of a case file into tokens: by white space, but for quoted tokens and for comments, which end with
 * their line.
 */
final class Tokenizer {
    private final String file;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;

    private Tokenizer(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * The tokens of a text.
     *
     * @throws CorpusException if a quoted token does not end
     */
    static List<Token> tokens(String file, String text) {
        var tokenizer = new Tokenizer(file, text);
        tokenizer.readAll();
        return List.copyOf(tokenizer.tokens);
    }

    private void readAll() {
        while (position < text.length()) {
            char next = text.charAt(position);
            if (isBlank(next)) {
                skip(next);
            } else if (next == '#') {
                position = endOfLine();
            } else if (next == '"') {
                readQuoted();
            } else {
                readPlain();
            }
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private void skip(char blank) {
        line += blank == '\n' ? 1 : 0;
        position++;
    }

    private int endOfLine() {
        int end = text.indexOf('\n', position);
        return end < 0 ? text.length() : end;
    }

    private void readQuoted() {
        int end = text.indexOf('"', position + 1);
        if (end < 0) {
            throw new CorpusException(file + ":" + line + ": the quoted token does not end");
        }
        String quoted = text.substring(position + 1, end);
        tokens.add(new Token(quoted, true, line));
        line += (int) quoted.chars().filter(c -> c == '\n').count();
        position = end + 1;
    }

    private void readPlain() {
        int end = position;
        while (end < text.length() && !isBlank(text.charAt(end))) {
            end++;
        }
        tokens.add(new Token(text.substring(position, end), false, line));
        position = end;
    }
}

package dev.runloop.conformance;

import dev.runloop.RunLoopActivity;
import dev.runloop.RunLoopMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes tokens one by one, as what the grammar wants them to be; says where one is not. */
final class TokenReader {
    private final String file;
    private final List<Token> tokens;
    private int position;

    TokenReader(String file, List<Token> tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    boolean atEnd() {
        return position == tokens.size();
    }

    Token peek() {
        if (atEnd()) {
            throw new CorpusException(file + ": the file ends inside a case");
        }
        return tokens.get(position);
    }

    Token next() {
        Token token = peek();
        position++;
        return token;
    }

    void expect(String text) {
        Token token = next();
        if (token.quoted() || !token.text().equals(text)) {
            throw unexpected(token, "\"" + text + "\"");
        }
    }

    /** Takes the next token if it is this word. */
    boolean takeIf(String word) {
        boolean found = !peek().quoted() && peek().text().equals(word);
        position += found ? 1 : 0;
        return found;
    }

    /** A token that may be any text but not a brace. */
    String text(String what) {
        Token token = next();
        if (token.opens() || token.closes()) {
            throw unexpected(token, what);
        }
        return token.text();
    }

    String name() {
        return text("a name");
    }

    RunLoopMode mode() {
        return converted(next(), "a mode", Vocabulary::mode);
    }

    Set<RunLoopMode> modes() {
        return converted(
                next(),
                "modes",
                text -> Arrays.stream(text.split(",", -1))
                        .map(Vocabulary::mode)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    Set<RunLoopActivity> activities() {
        return converted(next(), "activities", Vocabulary::activities);
    }

    int number() {
        return converted(next(), "a whole number", Integer::parseInt);
    }

    Duration milliseconds() {
        return converted(next(), "milliseconds", text -> Duration.ofMillis(Long.parseLong(text)));
    }

    Moment moment() {
        return converted(next(), "a time", Moment::parse);
    }

    boolean bool() {
        return converted(next(), "true or false", TokenReader::bool);
    }

    static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false: " + text);
        };
    }

    /** What a token means, or an error that tells where it stands. */
    <T> T converted(Token token, String what, Function<String, T> conversion) {
        if (token.opens() || token.closes()) {
            throw unexpected(token, what);
        }
        try {
            return conversion.apply(token.text());
        } catch (IllegalArgumentException e) {
            throw new CorpusException(message(token, what), e);
        }
    }

    CorpusException unexpected(Token token, String wanted) {
        return new CorpusException(message(token, wanted));
    }

    private String message(Token token, String wanted) {
        return file + ":" + token.line() + ": found \"" + token.text() + "\" instead of " + wanted;
    }
}

package dev.runloop.perform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The section "In Java" of the rules: selectors. */
@DisplayName("A selector")
class SelectorTest {

    /** A class with a method of each kind. */
    static final class Document {
        private final StringBuilder text = new StringBuilder("title");

        void clear() {
            text.setLength(0);
        }

        void append(String more) {
            text.append(more);
        }

        void replace(String part, String by) {
            clear();
            text.append(part).append('>').append(by);
        }

        void insert(int index, String more, boolean marked) {
            text.insert(index, marked ? "*" + more : more);
        }

        String title() {
            return text.toString();
        }

        char at(int index) throws IOException {
            if (index < 0) {
                throw new IOException("index " + index);
            }
            return text.charAt(index);
        }

        int find(String part, int from) {
            return text.indexOf(part, from);
        }

        String cut(int from, int to, String mark) {
            return text.substring(from, to) + mark;
        }
    }

    static final Selector0<Document, Void> CLEAR = Selector.of("clear", Document::clear);
    static final Selector<Document, String, Void> APPEND = Selector.of("append", Document::append);
    static final Selector2<Document, String, String, Void> REPLACE = Selector.of("replace", Document::replace);
    static final Selector3<Document, Integer, String, Boolean, Void> INSERT = Selector.of("insert", Document::insert);
    static final Selector0<Document, String> TITLE = Selector.of("title", Document::title);
    static final Selector<Document, Integer, Character> AT = Selector.of("at", Document::at);
    static final Selector2<Document, String, Integer, Integer> FIND = Selector.of("find", Document::find);
    static final Selector3<Document, Integer, Integer, String, String> CUT = Selector.of("cut", Document::cut);

    private final Document document = new Document();

    @Test
    void callsAMethodWithNoneToThreeArguments() throws Exception {
        assertNull(APPEND.on(document, " and more").call());
        assertEquals("title and more", document.title());
        REPLACE.on(document, "a", "b").call();
        assertEquals("a>b", document.title());
        INSERT.on(document, 1, "x", true).call();
        assertEquals("a*x>b", document.title());
        CLEAR.on(document).call();
        assertEquals("", document.title());
    }

    @Test
    void answersTheResultWithNoneToThreeArguments() throws Exception {
        String title = TITLE.on(document).call();
        char at = AT.on(document, 1).call();
        int found = FIND.on(document, "t", 1).call();
        String cut = CUT.on(document, 0, 2, "!").call();

        assertEquals("title", title);
        assertEquals('i', at);
        assertEquals(2, found);
        assertEquals("ti!", cut);
    }

    @Test
    void letsCheckedExceptionsThrough() {
        assertThrows(IOException.class, () -> AT.on(document, -1).call());
    }

    @Test
    void isEqualByNameArityAndWhetherItAnswers() {
        Selector<StringBuilder, String, StringBuilder> sameName =
                Selector.of("append", (StringBuilder builder, String more) -> builder.append(more));
        Selector<Document, String, Void> noResult = Selector.of("append", Document::append);

        assertEquals(APPEND, noResult);
        assertEquals(APPEND.hashCode(), noResult.hashCode());
        assertNotEquals(APPEND, sameName, "it answers the builder");
        assertNotEquals(APPEND, Selector.of("write", Document::append));
        assertNotEquals(APPEND, Selector.of("append", Document::clear));
        assertNotEquals(APPEND, (Object) "append");
    }

    @Test
    void isPrintedByItsName() {
        assertEquals("append", APPEND.toString());
        assertEquals("append", APPEND.name());
        assertTrue(APPEND.on(document, "x").toString().matches("Document@[0-9a-f]+\\.append\\(x\\)"));
    }

    @Test
    void hasAName() {
        assertThrows(IllegalArgumentException.class, () -> Selector.of(" ", Document::clear));
        assertThrows(NullPointerException.class, () -> Selector.of(null, Document::clear));
    }

    @Test
    void makesInvocationsThatAreEqualByTargetSelectorAndArguments() {
        assertEquals(APPEND.on(document, "x"), APPEND.on(document, new String("x".toCharArray())));
        assertEquals(
                APPEND.on(document, "x").hashCode(), APPEND.on(document, "x").hashCode());
        assertNotEquals(APPEND.on(document, "x"), APPEND.on(document, "y"));
        assertNotEquals(APPEND.on(document, "x"), APPEND.on(new Document(), "x"));
        assertNotEquals(APPEND.on(document, "x"), APPEND.on(document, null));
        assertSame(document, APPEND.on(document, "x").target());
    }

    @Test
    void refusesNullForTheTarget() {
        assertEquals(
                "target",
                assertThrows(NullPointerException.class, () -> APPEND.on(null, "x"))
                        .getMessage());
    }
}

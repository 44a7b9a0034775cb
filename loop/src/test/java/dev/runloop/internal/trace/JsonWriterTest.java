package dev.runloop.internal.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A JSON writer")
class JsonWriterTest {
    private static final long SEED = 1_984;

    private final StringBuilder text = new StringBuilder();
    private final JsonWriter json = new JsonWriter(text);

    @Test
    @DisplayName("puts commas and colons where they belong")
    void structure() {
        json.beginObject().name("a").value(1).name("b").beginArray();
        json.beginArray()
                .endArray()
                .value(true)
                .value("c")
                .beginObject()
                .endObject()
                .value(-2);
        json.endArray().name("d").beginObject().endObject().endObject();
        assertEquals("{\"a\":1,\"b\":[[],true,\"c\",{},-2],\"d\":{}}", text.toString());
    }

    @Test
    @DisplayName("escapes any string so that it reads the same and ends no script")
    void texts() {
        var random = new SplittableRandom(SEED);
        for (int round = 0; round < 2_000; round++) {
            text.setLength(0);
            var original = new StringBuilder();
            random.ints(20, 0, 1 << 17).forEach(original::appendCodePoint);
            random.ints(10, 0, 128).forEach(original::appendCodePoint);
            json(original + "</script>");
            assertEquals(
                    original + "</script>",
                    JsonParser.parseString(text.toString()).getAsString(),
                    "seed " + SEED);
            assertFalse(text.toString().contains("</"));
        }
    }

    private void json(String value) {
        new JsonWriter(text).value(value);
    }

    @Test
    @DisplayName("writes thousandths with three decimal places, also negative ones")
    void thousandths() {
        json.beginArray().thousandths(1_234_005).thousandths(-7).thousandths(0).thousandths(-12_340);
        json.thousandths(Long.MIN_VALUE).endArray();
        assertEquals("[1234.005,-0.007,0.000,-12.340,-9223372036854775.808]", text.toString());
    }

    @Test
    @DisplayName("reports failures to write")
    void failure() {
        var broken = new JsonWriter(new Appendable() {
            @Override
            public Appendable append(CharSequence text) throws IOException {
                throw new IOException("full");
            }

            @Override
            public Appendable append(CharSequence text, int start, int end) throws IOException {
                throw new IOException("full");
            }

            @Override
            public Appendable append(char c) throws IOException {
                throw new IOException("full");
            }
        });
        assertThrows(UncheckedIOException.class, () -> broken.value(1));
    }
}

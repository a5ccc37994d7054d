package dev.berth.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 7, 8, 9, 10, 13, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0xAD, 0x61C, 0x200B, 0x200E, 0x200F,
                0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0xD800, 0xDFFF,
                0xFEFF
            })
    void whatIsNotSeenIsEscaped(int character) {
        String escaped = String.format("\\u%04x", character);

        assertEquals("a" + escaped + "b", VisibleText.of("a" + (char) character + "b"));
        if (character >= 0x7F) {
            assertEquals("{\n\"" + escaped + "\"\t}", VisibleText.inJson("{\n\"" + (char) character + "\"\t}"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "model-q4_K.gguf, model-q4_K.gguf",
                "Größe 模型 😀 µ – ’, Größe 模型 😀 µ – ’",
                "C:\\models\\under, C:\\models\\under",
                "\\u202e, \\u005cu202e",
                "\\\\u202E, \\\\u005cu202E",
                "\\u20, \\u20",
            })
    void whatIsSeenStaysAndABackslashIsToldFromAnEscape(String text, String shown) {
        assertEquals(shown, VisibleText.of(text));
    }

    @Test
    void aCharacterBeyondSixteenBitsIsItsTwoUnits() {
        assertEquals("\\udb40\\udc01", VisibleText.of(Character.toString(0xE0001)));
        assertEquals(12, VisibleText.width(Character.toString(0xE0001)));
    }

    /** Widths as wcwidth of the GNU C library gives them. */
    @ParameterizedTest
    @CsvSource({
        "a, 1",
        "ü, 1",
        "u\u0308, 1",
        "模型, 4",
        "ﾓﾃﾞﾙ, 4",
        "한글, 4",
        "ＡＢ, 4",
        "😀, 2",
        "±½…–†, 5",
        "✓, 1",
        "✅, 2",
        "\u3000, 2",
        "a\u202eb, 8"
    })
    void aTextIsAsWideAsATerminalShowsIt(String text, int columns) {
        assertEquals(columns, VisibleText.width(text));
    }

    @ParameterizedTest
    @CsvSource({
        "abcdefghij, 10, abcdefghij",
        "abcdefghij, 5, ab…ij",
        "模型模型模型, 7, 模…型",
        "😀😀😀😀, 6, 😀…😀",
        "abc, 1, …",
    })
    void whatIsTooWideLosesItsMiddle(String text, int width, String cut) {
        assertEquals(cut, VisibleText.cut(text, width));
    }

    @Test
    void noTwoTextsLookAlike() {
        SplittableRandom random = new SplittableRandom(1);
        String letters = "\\u20eE2\u202e ";
        Set<String> texts = new HashSet<>();
        Set<String> shown = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(9); length >= 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            texts.add(text.toString());
            shown.add(VisibleText.of(text.toString()));
        }
        assertTrue(texts.size() > 10_000);
        assertEquals(texts.size(), shown.size());
    }

    @Test
    void paddingCountsWhatIsShown() {
        assertEquals("a\n    |", VisibleText.padded("a\n", 11) + "|");
        assertEquals("abc|", VisibleText.padded("abc", 2) + "|");
    }
}

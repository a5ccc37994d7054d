package dev.berth.text;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text whose every character can be seen: what stands in a file, or is its name, must neither drive a terminal nor
 * forge a line or turn one round. Control characters (C0, DEL, C1), format characters (bidirectional marks among them),
 * line and paragraph separators and halves of surrogate pairs are shown as a backslash, {@code u} and four hexadecimal
 * digits, one such escape a UTF-16 unit. A backslash that would read as the beginning of an escape is shown as one too,
 * so that no two texts look alike; every other backslash stands for itself. Applied once, where text leaves the
 * program.
 */
public final class VisibleText {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u[0-9a-fA-F]{4}");

    private VisibleText() {}

    /** One line for people. */
    public static String of(String line) {
        StringBuilder shown = new StringBuilder(line.length());
        int character;
        for (int at = 0; at < line.length(); at += Character.charCount(character)) {
            character = line.codePointAt(at);
            boolean readsAsEscape = character == '\\'
                    && ESCAPE.matcher(line).region(at, line.length()).lookingAt();
            append(shown, character, readsAsEscape || isHidden(character));
        }
        return shown.toString();
    }

    /** Columns of a terminal that {@link #of} gives a text. */
    public static int width(String text) {
        return of(text).codePoints().map(CharacterWidth::of).sum();
    }

    /**
     * As much of a text as there is room for, whole where it fits, else with a mark in its middle where some is
     * missing: names are told apart by their ends as well.
     *
     * @param width columns of a terminal, >= 1
     */
    public static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        int tailWidth = (width - 1) / 2;
        int tail = text.length();
        while (tail > 0 && width(text.substring(text.offsetByCodePoints(tail, -1))) <= tailWidth) {
            tail = text.offsetByCodePoints(tail, -1);
        }
        return begin(text, width - 1 - tailWidth) + "…" + text.substring(tail);
    }

    /**
     * The beginning of a text that there is room for.
     *
     * @param width columns of a terminal, >= 0
     */
    public static String begin(String text, int width) {
        int end = 0;
        while (end < text.length() && width(text.substring(0, text.offsetByCodePoints(end, 1))) <= width) {
            end = text.offsetByCodePoints(end, 1);
        }
        return text.substring(0, end);
    }

    /** A text, not yet escaped, with spaces behind it so that it takes {@code width} columns once it is. */
    public static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /**
     * A JSON document that means the same and hides nothing: outside of its texts, where line ends may stand, JSON has
     * no character beyond ASCII, and inside them it has no control character below 0x20.
     */
    public static String inJson(String document) {
        StringBuilder shown = new StringBuilder(document.length());
        int character;
        for (int at = 0; at < document.length(); at += Character.charCount(character)) {
            character = document.codePointAt(at);
            append(shown, character, character >= 0x7F && isHidden(character));
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, int character, boolean escaped) {
        if (!escaped) {
            shown.appendCodePoint(character);
            return;
        }
        for (char unit : Character.toChars(character)) {
            shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
    }

    private static boolean isHidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}

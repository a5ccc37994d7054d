package dev.berth.profiler.model;

import java.nio.file.Path;

/**
 * Why a file cannot be used as a model; one line for people.
 *
 * @param file the file
 * @param place where in it, for example {@code header} or {@code tensor 'w'}
 * @param value what was found there
 * @param expected what was expected
 * @param advice what to do
 */
public record ModelFault(Path file, String place, String value, String expected, String advice) {
    private static final int LONGEST_VALUE = 120;

    public ModelFault {
        place = printable(place);
        value = printable(value);
    }

    /** The line: file, place, value, expectation, advice. */
    public String message() {
        return printable(file.toString()) + ": " + place + ": " + value + ", expected " + expected + "; " + advice;
    }

    /** Names come from hostile files: control characters would forge lines on a terminal, and length would flood it. */
    private static String printable(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(LONGEST_VALUE).forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return text.codePointCount(0, text.length()) > LONGEST_VALUE ? clean + "…" : clean.toString();
    }
}

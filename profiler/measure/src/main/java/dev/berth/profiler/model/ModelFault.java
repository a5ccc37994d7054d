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
        place = cut(place);
        value = cut(value);
    }

    /** The line: file, place, value, expectation, advice. */
    public String message() {
        return file + ": " + place + ": " + value + ", expected " + expected + "; " + advice;
    }

    /** Names come from hostile files: length would flood a terminal. What is hidden in them the console shows. */
    private static String cut(String text) {
        return text.codePointCount(0, text.length()) > LONGEST_VALUE
                ? text.substring(0, text.offsetByCodePoints(0, LONGEST_VALUE)) + "…"
                : text;
    }
}

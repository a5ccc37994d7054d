package dev.berth.text;

/**
 * How a line looks on a terminal that shows more than plain text. What is bold stands between two of Unicode's
 * noncharacters, which no text has and {@link VisibleText} leaves as they are, until the line leaves the program.
 */
public enum Ink {
    /** As it is. */
    PLAIN(""),
    /** Something to know: yellow. */
    WARNING("\u001b[33m"),
    /** Something went wrong: red. */
    FAULT("\u001b[31m");

    private static final char BOLD = '\uFDD0';
    private static final char END = '\uFDD1';
    private static final String BOLD_ON = "\u001b[1m";
    private static final String OFF = "\u001b[0m";

    private final String begin;

    Ink(String begin) {
        this.begin = begin;
    }

    /** The same text, bold where that can be shown. */
    public static String bold(String text) {
        return BOLD + text + END;
    }

    /**
     * A line as it leaves the program, its hidden characters made visible.
     *
     * @param terminal whether it goes to a terminal that shows more than plain text
     */
    public String of(String line, boolean terminal) {
        String shown = VisibleText.of(line);
        return terminal
                ? begin
                        + shown.replace(String.valueOf(BOLD), BOLD_ON).replace(String.valueOf(END), OFF + begin)
                        + (begin.isEmpty() ? "" : OFF)
                : shown.replace(String.valueOf(BOLD), "").replace(String.valueOf(END), "");
    }
}

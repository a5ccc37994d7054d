package dev.berth.text;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command as people paste it into a shell. */
public final class ShellWords {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private ShellWords() {}

    /**
     * A command of this program, called as the one that runs was.
     *
     * @param words name of the command and its options
     */
    public static String berth(Object... words) {
        return called("berth " + of(words));
    }

    /**
     * A command that was written as {@code berth …}, called as the one that runs was.
     *
     * @param command other words than a command's stay as they are
     */
    public static String called(String command) {
        String name = "berth ";
        return command.startsWith(name)
                ? of(System.getProperty("berth.called", "berth")) + " " + command.substring(name.length())
                : command;
    }

    /** The words with spaces between them, in quotes where a shell would read something else. */
    public static String of(Object... words) {
        return Arrays.stream(words)
                .map(String::valueOf)
                .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}

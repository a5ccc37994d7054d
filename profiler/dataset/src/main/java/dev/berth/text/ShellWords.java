package dev.berth.text;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command as people paste it into a shell. */
public final class ShellWords {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private static final String NAME = "berth";

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
        return called(command, System.getProperty("berth.called", NAME));
    }

    /** The same, for people elsewhere, who do not have the folders of this machine. */
    public static String told(String command) {
        String called = System.getProperty("berth.called", NAME);
        return called(command, called.startsWith("/") ? NAME : called);
    }

    /** The same, for a shell that is in another folder. */
    public static String calledAnywhere(String command) {
        String called = System.getProperty("berth.called", NAME);
        return called(
                command, called.contains("/") ? Path.of(called).toAbsolutePath().normalize() : called);
    }

    private static String called(String command, Object as) {
        String name = NAME + " ";
        return command.startsWith(name) ? of(as) + " " + command.substring(name.length()) : command;
    }

    /** The words with spaces between them, in quotes where a shell would read something else. */
    public static String of(Object... words) {
        return Arrays.stream(words)
                .map(String::valueOf)
                .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}

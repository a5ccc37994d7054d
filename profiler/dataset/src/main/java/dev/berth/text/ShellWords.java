package dev.berth.text;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A command as people paste it into a shell. */
public final class ShellWords {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private ShellWords() {}

    /** The words with spaces between them, in quotes where a shell would read something else. */
    public static String of(Object... words) {
        return Arrays.stream(words)
                .map(String::valueOf)
                .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}

package dev.berth.command;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Help of the program as a whole: commands by what they are for, and what exit statuses mean. Written without picocli,
 * whose start takes longer.
 */
final class TopHelp {
    private static final List<String> ASKED_BY = List.of("-h", "--help");

    private TopHelp() {}

    /** Whether this help is what the words ask for. */
    static boolean isAskedBy(String... words) {
        if (words.length == 1 && words[0].equals("help")) {
            return true;
        }
        return Arrays.stream(words).allMatch(word -> word.startsWith("-"))
                && Arrays.stream(words).anyMatch(ASKED_BY::contains);
    }

    /** The help, at most {@value Console#WIDTH} columns wide, with a line break at its end. */
    static String of(Registry registry) {
        StringBuilder text = new StringBuilder("Usage: berth COMMAND [OPTIONS]\n")
                .append("Measures what a generative model costs to keep at the edge, and decides which\n")
                .append("models get a berth.\n");
        int width = registry.commands().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        for (CommandModule module : registry.modules()) {
            text.append('\n').append(module.heading()).append('\n');
            for (Class<?> command : module.commands()) {
                String name = Registry.nameOf(command);
                text.append("  ").append(name).append(" ".repeat(width - name.length() + 2));
                text.append(Registry.headerOf(command)).append('\n');
            }
        }
        return text.append("\n'berth help COMMAND' tells a command's options. Every command has --help,\n")
                .append("--version, --json, --quiet and --verbose.\n")
                .append("Tables are as wide as the terminal; elsewhere as exported COLUMNS says, else 80\n")
                .append("columns. Columns that do not fit are named below.\n")
                .append("Exit status: ")
                .append(Arrays.stream(ExitCode.values())
                        .map(code -> (code == ExitCode.NO_DEVICE ? "\n  " : "") + code.status() + " " + code.meaning())
                        .collect(Collectors.joining(", "))
                        .replace(", \n", ",\n"))
                .append(".\n")
                .toString();
    }
}

package dev.berth.command.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completions for fish, which picocli has none for. */
final class FishCompletion {
    private static final int LONGEST_DESCRIPTION = 72;

    private FishCompletion() {}

    /**
     * The script.
     *
     * @param name of the program
     * @param berth all commands
     */
    static String of(String name, CommandLine berth) {
        List<String> lines = new ArrayList<>();
        lines.add("# Completions for fish, made from the commands by '" + name + " completion fish'.");
        lines.add("complete -c " + name + " -f");
        String commands = String.join(" ", berth.getSubcommands().keySet());
        String first = "complete -c " + name + " -n __fish_use_subcommand ";
        lines.add(first + "-a help -d " + quoted("what a command does, and its options"));
        lines.add("complete -c " + name + " -n '__fish_seen_subcommand_from help' -a " + quoted(commands));
        berth.getSubcommands().forEach((command, line) -> {
            CommandSpec spec = line.getCommandSpec();
            lines.add(first + "-a " + command + " -d "
                    + quoted(String.join(" ", spec.usageMessage().header())));
            String after = "complete -c " + name + " -n '__fish_seen_subcommand_from " + command + "' ";
            spec.options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> lines.add(after + option(option)));
            spec.positionalParameters().stream()
                    .filter(parameter -> !parameter.hidden())
                    .map(FishCompletion::values)
                    .filter(values -> !values.isEmpty())
                    .distinct()
                    .forEach(values -> lines.add(after + values));
        });
        return String.join("\n", lines) + "\n";
    }

    private static String option(OptionSpec option) {
        List<String> words = new ArrayList<>();
        for (String name : option.names()) {
            words.add(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            words.add(values(option).isEmpty() ? "-x" : "-r " + values(option));
        }
        words.add("-d " + quoted(shortened(String.join(" ", option.description()))));
        return String.join(" ", words);
    }

    /** What may stand there, as fish is told it; empty where that is not known. */
    private static String values(ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            List<String> candidates = new ArrayList<>();
            argument.completionCandidates().forEach(candidates::add);
            if (candidates.isEmpty()) {
                return "";
            }
            // A tab, that the option's own text does not stand behind each of them.
            String words = candidates.stream().map(word -> word + "\\t''").collect(Collectors.joining(" "));
            return "-f -a " + quoted(TypedWords.isList(argument) ? "(__fish_append , " + words + ")" : words);
        }
        boolean path = argument.auxiliaryTypes().length > 0 && argument.auxiliaryTypes()[0] == Path.class;
        return path || argument.type() == Path.class ? "-F" : "";
    }

    /** The first sentence, or as much of it as stands beside a name. */
    private static String shortened(String description) {
        String sentence =
                description.replace("%%", "%").split("(?<=[a-z)])[.;:] ", 2)[0].strip();
        String bare = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return bare.length() <= LONGEST_DESCRIPTION
                ? bare
                : bare.substring(0, bare.lastIndexOf(' ', LONGEST_DESCRIPTION)) + " …";
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(character -> character == '\'' || character == '\\'
                        ? "\\" + (char) character
                        : String.valueOf((char) character))
                .collect(Collectors.joining("", "'", "'"));
    }
}

package dev.berth.command.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What shells offer for options and parameters whose words are known. */
final class TypedWords {
    private TypedWords() {}

    /**
     * Makes all commands offer words as people type them. Names of Java's constants are in capitals; and picocli's
     * script keeps words by the labels of options, of which several are alike.
     *
     * @param berth all commands; changed
     */
    static CommandLine offeredBy(CommandLine berth) {
        berth.getSubcommands().values().forEach(command -> offer(command.getCommandSpec()));
        return berth;
    }

    private static void offer(CommandSpec command) {
        for (OptionSpec option : List.copyOf(command.options())) {
            if (isKnown(option)) {
                command.remove(option);
                command.addOption(OptionSpec.builder(option)
                        .completionCandidates(words(option))
                        .paramLabel(option.longestName().replaceFirst("^-+", ""))
                        .build());
            }
        }
        for (PositionalParamSpec parameter : List.copyOf(command.positionalParameters())) {
            if (isKnown(parameter)) {
                command.remove(parameter);
                command.addPositional(PositionalParamSpec.builder(parameter)
                        .completionCandidates(words(parameter))
                        .build());
            }
        }
    }

    private static boolean isKnown(ArgSpec argument) {
        return argument.completionCandidates() != null && argument.group() == null && !argument.hidden();
    }

    /** Whether several words may stand there with commas in between. */
    static boolean isList(ArgSpec argument) {
        return argument.splitRegex().equals(",") && argument.completionCandidates() != null;
    }

    private static List<String> words(ArgSpec argument) {
        List<String> words = new ArrayList<>();
        boolean constants = argument.auxiliaryTypes().length > 0 && argument.auxiliaryTypes()[0].isEnum();
        argument.completionCandidates().forEach(word -> words.add(constants ? word.toLowerCase(Locale.ROOT) : word));
        return words;
    }
}

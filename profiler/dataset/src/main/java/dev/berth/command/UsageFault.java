package dev.berth.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, and what was probably meant. */
public final class UsageFault {
    private UsageFault() {}

    /** One line without a full stop. */
    static String of(ParameterException fault, Registry registry) {
        CommandLine line = fault.getCommandLine();
        List<String> unmatched = fault instanceof UnmatchedArgumentException unknown
                ? unknown.getUnmatched()
                : fault instanceof MissingParameterException ? line.getUnmatchedArguments() : List.of();
        // What is missing may be there under a name that was mistyped.
        if (!unmatched.isEmpty() && unmatched.get(0).startsWith("-")) {
            String option = unmatched.get(0).split("=", 2)[0];
            return "unknown option " + option + Nearest.hint(option, optionsOf(line.getCommandSpec()));
        }
        if (!unmatched.isEmpty() && line.getParent() == null) {
            return "no command '" + unmatched.get(0) + "'"
                    + Nearest.hint(
                            unmatched.get(0),
                            Stream.concat(registry.commands().keySet().stream(), Stream.of("help"))
                                    .toList());
        }
        return ofValue(fault);
    }

    /** A value that its option does not take, wherever it was read from; one line without a full stop. */
    public static String ofValue(ParameterException fault) {
        String message = inPlainWords(fault.getMessage().strip());
        return fault.getArgSpec() != null && fault.getValue() != null ? valueFault(fault, message) : message;
    }

    /** The parser names types of Java, and calls a fault an error where it is told as one anyway. */
    private static String inPlainWords(String message) {
        return message.replaceFirst("^Error: ", "")
                .replaceFirst(" is not an? (int|long|short|byte)$", " is not a whole number")
                .replaceFirst(" is not a (double|float)$", " is not a number");
    }

    private static String valueFault(ParameterException fault, String message) {
        List<String> values = valuesOf(fault.getArgSpec());
        boolean isEnum = elementType(fault.getArgSpec()).isEnum();
        String of = fault.getArgSpec() instanceof OptionSpec option
                ? "option '" + option.longestName() + "'"
                : fault.getArgSpec().paramLabel();
        return (isEnum
                        ? "Invalid value for " + of + ": expected one of " + String.join(", ", values) + " but was '"
                                + fault.getValue() + "'"
                        : message)
                + Nearest.hint(fault.getValue(), values);
    }

    private static List<String> optionsOf(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Arrays.stream(option.names()))
                .filter(name -> name.startsWith("--"))
                .toList();
    }

    private static Class<?> elementType(ArgSpec argument) {
        return argument.auxiliaryTypes()[0];
    }

    /** Words that an option or parameter takes, as people write them; empty where it takes any. */
    private static List<String> valuesOf(ArgSpec argument) {
        if (argument.completionCandidates() == null) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        argument.completionCandidates().forEach(values::add);
        return elementType(argument).isEnum()
                ? values.stream().map(value -> value.toLowerCase(Locale.ROOT)).collect(Collectors.toList())
                : values;
    }
}

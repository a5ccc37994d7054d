package dev.berth.command.shell;

import dev.berth.command.Commands;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.text.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A page of the manual, section 1, in the macros of man(7). */
final class ManPage {
    private static final List<List<String>> ENVIRONMENT = List.of(
            List.of("BERTH_CACHE", "Folder of models and libraries that were fetched or made up."),
            List.of("BERTH_JAVA_OPTS", "Further options of Java, such as -Xmx4g."),
            List.of("COLUMNS", "Width of tables where the output is no terminal."),
            List.of("NO_COLOR", "Set to anything: no colour, no bold text, no progress bar."));

    private static final int LONGEST_LINE = 72;

    private final List<String> lines = new ArrayList<>();

    private ManPage() {}

    /**
     * The page of the program, which names all its commands.
     *
     * @param berth all commands
     */
    static String ofAll(CommandLine berth) {
        ManPage page = new ManPage();
        CommandSpec spec = berth.getCommandSpec();
        page.head(spec.name(), "what a generative model costs to keep at the edge, and which get a berth");
        page.lines.addAll(List.of(".SH SYNOPSIS", ".B berth", ".I COMMAND", "[\\fIOPTIONS\\fR]"));
        page.section("DESCRIPTION", List.of(spec.usageMessage().description()));
        page.lines.add(".SH COMMANDS");
        berth.getSubcommands()
                .forEach((name, command) -> page.item(
                        "\\fB" + escaped("berth-" + name) + "\\fR(1)",
                        String.join(" ", command.getCommandSpec().usageMessage().header())));
        page.exitStatus();
        page.lines.add(".SH ENVIRONMENT");
        ENVIRONMENT.forEach(variable -> page.item("\\fB" + variable.get(0) + "\\fR", variable.get(1)));
        return page.text();
    }

    /** The page of one command. */
    static String of(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        ManPage page = new ManPage();
        page.head(fileName(spec), String.join(" ", spec.usageMessage().header()));
        page.lines.add(".SH SYNOPSIS");
        page.text(synopsis(spec));
        page.section("DESCRIPTION", List.of(spec.usageMessage().description()));
        List<PositionalParamSpec> parameters = spec.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .toList();
        if (!parameters.isEmpty()) {
            page.lines.add(".SH ARGUMENTS");
            parameters.forEach(parameter ->
                    page.item("\\fI" + escaped(parameter.paramLabel()) + "\\fR", description(parameter, spec)));
        }
        page.lines.add(".SH OPTIONS");
        spec.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> page.item(names(option), description(option, spec)));
        page.examples(Commands.examples(spec));
        page.exitStatus();
        page.lines.addAll(List.of(".SH SEE ALSO", "\\fBberth\\fR(1)"));
        return page.text();
    }

    /** Options are told below: the ones that must be there too. */
    private static String synopsis(CommandSpec command) {
        CommandLine.Help help = new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(Ansi.OFF));
        return command.usageMessage().customSynopsis().length > 0
                ? help.synopsis(0).strip()
                : help.abbreviatedSynopsis().strip();
    }

    /** Name of the page, without its section. */
    static String fileName(CommandSpec command) {
        return "berth-" + command.name();
    }

    private void head(String name, String what) {
        lines.add(".TH \"" + escaped(name.toUpperCase(Locale.ROOT)) + "\" \"1\" \"" + Commands.DATED + "\" \""
                + escaped(Commands.TOOL) + "\" \"Berth\"");
        lines.add(".nh");
        lines.add(".ad l");
        lines.add(".SH NAME");
        lines.add(escaped(name) + " \\-");
        text(what);
    }

    private void section(String heading, List<String> paragraphs) {
        lines.add(".SH " + heading);
        for (int i = 0; i < paragraphs.size(); i++) {
            if (i > 0) {
                lines.add(".PP");
            }
            text(plain(paragraphs.get(i)));
        }
    }

    private void item(String term, String text) {
        lines.addAll(List.of(".TP", term));
        text(plain(text));
    }

    /** Filled into paragraphs by whoever shows it; in lines that people can read all the same. */
    private void text(String text) {
        TextTable.wrapped(text, LONGEST_LINE).forEach(line -> lines.add(escaped(line.strip())));
    }

    private void examples(List<String> examples) {
        if (examples.isEmpty()) {
            return;
        }
        lines.add(".SH EXAMPLES");
        for (String example : examples) {
            String[] parts = example.split(Examples.MARK, 2);
            lines.addAll(List.of(".TP", "\\fB" + escaped(parts[0]) + "\\fR"));
            text(parts.length > 1 ? parts[1] : "");
        }
    }

    private void exitStatus() {
        lines.add(".SH EXIT STATUS");
        for (ExitCode code : ExitCode.values()) {
            item("\\fB" + code.status() + "\\fR", code.meaning());
        }
    }

    private static String names(OptionSpec option) {
        String value = option.arity().max() > 0 ? " \\fI" + escaped(option.paramLabel()) + "\\fR" : "";
        return Arrays.stream(option.names())
                        .map(name -> "\\fB" + escaped(name) + "\\fR")
                        .collect(Collectors.joining(", "))
                + value;
    }

    private static String description(ArgSpec argument, CommandSpec command) {
        String text = String.join(" ", argument.description()) + (argument.required() ? " Required." : "");
        boolean shown = argument.showDefaultValue() == Visibility.ALWAYS
                || (argument.showDefaultValue() == Visibility.ON_DEMAND
                        && command.usageMessage().showDefaultValues()
                        && argument.arity().max() > 0);
        return shown && argument.defaultValue() != null ? text + " Default: " + argument.defaultValue() + "." : text;
    }

    /** Descriptions are formats to picocli. */
    private static String plain(String description) {
        return description.replace("%%", "%").replace("%n", " ");
    }

    /** No word of it is a macro, an escape or a hyphen that is a letter of its own. */
    private static String escaped(String text) {
        String line = text.replace("\\", "\\e").replace("-", "\\-");
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }

    private String text() {
        return String.join("\n", lines) + "\n";
    }
}

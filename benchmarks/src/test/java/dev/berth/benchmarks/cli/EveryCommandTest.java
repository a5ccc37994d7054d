package dev.berth.benchmarks.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.command.CommandModule;
import dev.berth.command.Commands;
import dev.berth.command.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

/** The commands of all modules, which are together on this module's class path as on the launcher's. */
class EveryCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int berth(String... words) {
        return Commands.run(new PrintWriter(out), new PrintWriter(err), words);
    }

    static List<String> names() {
        return ServiceLoader.load(CommandModule.class).stream()
                .flatMap(module -> module.get().commands().stream())
                .map(command -> command.getAnnotation(Command.class).name())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aCommandTellsItsOptionsAndItsVersion(String name) {
        assertEquals(0, berth("help", name), err.toString());
        for (String option : List.of("--help", "--version", "--json", "--quiet", "--verbose")) {
            assertTrue(out.toString().contains(option), option + " in " + out);
        }
        String help = out.toString();
        out.getBuffer().setLength(0);
        assertEquals(0, berth(name, "--help"));
        assertEquals(help, out.toString());
        out.getBuffer().setLength(0);
        assertEquals(0, berth(name, "--version"));
        assertEquals(Commands.TOOL, out.toString().strip());
    }

    @ParameterizedTest
    @MethodSource("names")
    void anOptionThatNoCommandHasIsUsage(String name) {
        assertEquals(2, berth(name, "--no-such-option"));
        assertTrue(err.toString().startsWith("berth: "), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void helpNamesEveryCommandOnceAndFitsATerminal() {
        assertEquals(0, berth("--help"));
        List<String> lines = out.toString().lines().toList();
        for (String name : names()) {
            assertEquals(
                    1,
                    lines.stream()
                            .filter(line -> line.startsWith("  " + name + " "))
                            .count(),
                    name);
        }
        assertTrue(lines.stream().allMatch(line -> line.length() <= Console.WIDTH), out.toString());
        String help = out.toString();
        for (String word : List.of("-h", "help")) {
            out.getBuffer().setLength(0);
            assertEquals(0, berth(word));
            assertEquals(help, out.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json machine --help", "--verbose plan --help", "--help plan", "help plan simulate"})
    void whatIsOfEveryCommandMayStandBeforeItsName(String words) {
        assertEquals(0, berth(words.split(" ")), err.toString());
        assertTrue(out.toString().contains("Usage: berth " + (words.contains("machine") ? "machine" : "plan")), words);
    }

    @Test
    void noCommandIsUsage() {
        assertEquals(2, berth());
        assertEquals(
                "berth: no command given; see 'berth --help'", err.toString().strip());
    }

    @ParameterizedTest
    @CsvSource({
        "plam, did you mean plan?",
        "completion csh, 'expected one of bash, zsh, fish but was'",
        "simulat, did you mean simulate?",
        "help pln, did you mean plan?",
        "plan --slover x, did you mean --solver?",
        "models --jsn x, did you mean --json?",
        "plan --slover=auto, did you mean --solver?",
        "hepl, did you mean help?",
        "plan --profiles a --scenario b --forecaster ewmaa, did you mean ewma?",
        "profile m --cache cld, did you mean cold?",
        "profile m --reader dirct, did you mean direct?",
        "plan --profiles a --scenario b --solver lookahed, did you mean lookahead?",
        "simulate --profiles a --scenario b --policy lur, did you mean lru?"
    })
    void aTypoIsUsageAndGetsTheNearestWord(String words, String hint) {
        assertEquals(2, berth(words.split(" ")), err.toString());
        assertTrue(err.toString().contains(hint), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void aWordThatNothingIsNearGetsNoHint() {
        assertEquals(2, berth("quux"));
        assertEquals(
                "berth: no command 'quux'; see 'berth --help'", err.toString().strip());
        assertEquals(
                List.of(),
                Stream.of(out.toString()).filter(text -> !text.isEmpty()).toList());
    }
}

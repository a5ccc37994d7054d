package dev.berth.benchmarks.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.command.Commands;
import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.shell.ShellFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What is made of the commands of all modules: examples, completions, man pages. */
class ShellTest {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @TempDir
    private Path folder;

    private static CommandLine berth() {
        return Commands.all(command -> true);
    }

    static List<String> names() {
        return EveryCommandTest.names();
    }

    static List<String> examples() {
        return berth().getSubcommands().values().stream()
                .flatMap(command -> Commands.examples(command.getCommandSpec()).stream())
                .toList();
    }

    /** As a shell hands them over: quotes, pipes and redirections are its own. */
    private static List<String> words(String example) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(example.split(Examples.MARK)[0].split(" [|>] ")[0]);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words;
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCommandHasExamplesOfItselfThatFitATerminal(String name) {
        CommandLine command = berth().getSubcommands().get(name);
        List<String> examples = Commands.examples(command.getCommandSpec());

        assertFalse(examples.isEmpty());
        for (String example : examples) {
            assertEquals(List.of("berth", name), words(example).subList(0, 2));
            assertTrue(example.contains(Examples.MARK), example);
        }
        String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertTrue(help.contains("Examples:\n  berth " + name), help);
        String shown = help.substring(help.indexOf("Examples:"));
        shown.lines().forEach(line -> assertTrue(line.length() <= Console.WIDTH, line));
    }

    /** By the real command line: an option that was renamed fails here. */
    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsUnderstood(String example) {
        List<String> words = words(example);

        CommandLine.ParseResult parsed = berth().setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        assertEquals(words.get(1), parsed.subcommand().commandSpec().name());
    }

    private Path files() throws IOException {
        ShellFiles.write(folder, command -> true);
        return folder;
    }

    @Test
    void everyCommandHasAPageAndThePageEveryOption() throws IOException {
        Path pages = files().resolve("share/man/man1");

        try (Stream<Path> list = Files.list(pages)) {
            assertEquals(
                    Stream.concat(Stream.of("berth.1"), names().stream().map(name -> "berth-" + name + ".1"))
                            .collect(Collectors.toSet()),
                    list.map(page -> page.getFileName().toString()).collect(Collectors.toSet()));
        }
        for (CommandLine command : berth().getSubcommands().values()) {
            String page = Files.readString(pages.resolve("berth-" + command.getCommandName() + ".1"));
            for (OptionSpec option : command.getCommandSpec().options()) {
                String name = option.longestName().replace("-", "\\-");
                assertTrue(page.contains("\\fB" + name + "\\fR"), name + " in " + page);
            }
        }
        String all = Files.readString(pages.resolve("berth.1"));
        names().forEach(name -> assertTrue(all.contains("berth\\-" + name.replace("-", "\\-")), name));
    }

    @Test
    void aSynopsisNamesItsCommandOnceAndThePageIsDatedAsTheBuildIs() throws IOException {
        Path pages = files().resolve("share/man/man1");

        for (String name : names()) {
            String page = Files.readString(pages.resolve("berth-" + name + ".1"));
            String synopsis = page.substring(page.indexOf(".SH SYNOPSIS"), page.indexOf(".SH DESCRIPTION"))
                    .replace("\\-", "-");
            assertEquals(2, synopsis.split("berth " + name, -1).length, synopsis);
            assertTrue(
                    page.startsWith(".TH")
                            && page.lines().findFirst().orElseThrow().contains(Commands.DATED),
                    page);
        }
        assertTrue(
                Files.readString(Path.of("../pom.xml"))
                        .contains("<project.build.outputTimestamp>" + Commands.DATED + "T"),
                "another day than the build's");
    }

    /** What groff and mandoc complain about. */
    @Test
    void thePagesAreRight() throws Exception {
        assumeTrue(has("mandoc"), "no mandoc here");
        try (Stream<Path> pages = Files.list(files().resolve("share/man/man1"))) {
            for (Path page : pages.toList()) {
                assertEquals(
                        List.of(),
                        run("mandoc", "-Tlint", page.toString()).lines().toList());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bash, share/bash-completion/completions/berth",
        "zsh, share/zsh/site-functions/_berth",
        "fish, share/fish/vendor_completions.d/berth.fish"
    })
    void aShellReadsItsCompletions(String shell, String file) throws Exception {
        assumeTrue(has(shell), "no " + shell + " here");

        assertEquals("", run(shell, "-n", files().resolve(file).toString()));
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        assumeTrue(has("bash"), "no bash here");
        Path script = files().resolve("share/bash-completion/completions/berth");

        String given = ". " + script
                + "; COMP_WORDS=(berth %s); COMP_CWORD=%d; _complete_berth 2>/dev/null; echo ${COMPREPLY[*]}";
        assertEquals("plan", run("bash", "-c", given.formatted("pla", 1)).strip());
        assertEquals(
                "--profiles",
                run("bash", "-c", given.formatted("plan --prof", 2)).strip());
    }

    @ParameterizedTest
    @CsvSource({
        "export --format c, csv",
        "completion b, bash",
        "profile --reader d, direct",
        "plan --solver look, lookahead",
        "plan --forecaster ew, ewma",
        "man pla, plan",
        "export --table ceil, ceilings",
        "recipes llama, llama-server",
        "synthesize gpt2-l, gpt2-large",
        "peers --solvers jen, jenetics",
        "profile --device ho, host",
        "'profile --cache cold,w', 'cold,warm'",
        "'profile --cache cold,warm,pi', 'cold,warm,pinned'"
    })
    void bashCompletesWordsAsPeopleTypeThem(String typed, String completed) throws Exception {
        assumeTrue(has("bash"), "no bash here");
        Path script = files().resolve("share/bash-completion/completions/berth");

        String given = ". " + script + "; COMP_WORDS=(berth " + typed + "); COMP_CWORD=" + typed.split(" ").length
                + "; _complete_berth 2>/dev/null; echo ${COMPREPLY[*]}";
        assertEquals(completed, run("bash", "-c", given).strip());
    }

    @Test
    void fishCompletesCommandsOptionsAndValues() throws Exception {
        assumeTrue(has("fish"), "no fish here");
        Path script = files().resolve("share/fish/vendor_completions.d/berth.fish");

        String given = "source " + script + "; complete -C '%s'";
        assertTrue(run("fish", "-c", given.formatted("berth pla")).startsWith("plan\t"));
        assertTrue(run("fish", "-c", given.formatted("berth plan --prof")).startsWith("--profiles\t"));
        assertTrue(run("fish", "-c", given.formatted("berth plan --solver ")).contains("horizon-exact"));
        assertTrue(run("fish", "-c", given.formatted("berth help qu")).contains("query"));
    }

    @ParameterizedTest
    @CsvSource({
        "export --table , engines",
        "recipes , llama-server",
        "synthesize gpt2-l, gpt2-large",
        "peers --solvers , jenetics",
        "profile --device , host",
        "'profile --cache cold,', 'cold,warm'",
        "run --catalogue , edge"
    })
    void fishOffersValuesOneByOneAndAfterACommaTheOthers(String typed, String offered) throws Exception {
        assumeTrue(has("fish"), "no fish here");
        Path script = files().resolve("share/fish/vendor_completions.d/berth.fish");
        String words = typed.strip();

        String given = "source " + script + "; complete -C 'berth "
                + (typed.contains(",") || words.contains("gpt2") ? words : words + " ") + "'";
        List<String> lines = run("fish", "-c", given).lines().toList();
        assertTrue(lines.contains(offered), lines.toString());
    }

    /** Of what the script offers zsh itself takes what begins as typed; its own functions need a terminal. */
    @ParameterizedTest
    @CsvSource({"export --table ceil, ceilings", "'profile --cache cold,w', 'cold,warm'"})
    void zshIsOfferedTheSameWords(String typed, String completed) throws Exception {
        assumeTrue(has("zsh"), "no zsh here");
        Path script = files().resolve("share/zsh/site-functions/_berth");

        String given = "autoload -U +X compinit && compinit -u -D; autoload -U +X bashcompinit && bashcompinit;"
                + " . " + script + " 2>/dev/null; setopt ksharrays; COMP_WORDS=(berth " + typed
                + "); COMP_CWORD=" + typed.split(" ").length + "; _complete_berth 2>/dev/null; echo ${COMPREPLY[*]}";
        List<String> offered = List.of(run("zsh", "-f", "-c", given).strip().split("\\s+"));
        assertTrue(offered.contains(completed), offered.toString());
    }

    private static boolean has(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    }

    /** Its words, on either stream. */
    private String run(String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

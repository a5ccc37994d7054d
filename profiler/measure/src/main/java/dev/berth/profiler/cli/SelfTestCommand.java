package dev.berth.profiler.cli;

import dev.berth.command.Commands;
import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.profiler.selftest.SelfTest;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells whether Berth works on this machine. */
@Examples({"berth self-test # does Berth work here?"})
@Answers(SelfTestCommand.Report.class)
@Command(
        name = "self-test",
        header = "check that Berth works on this machine, end to end",
        mixinStandardHelpOptions = true,
        description = {
            "Checks that Berth works on this machine: runtime, native libraries, direct reads, huge pages, clock;",
            "then measures a small made-up model on the host and on the first device of every other kind, checks the dataset and plans.",
            "One line a check: ok; note, where Berth works but with less; FAIL, and exit status 1."
        })
final class SelfTestCommand implements Callable<Integer> {
    @Mixin
    private ProfilerConsole console;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Folder whose file system is tried, best the models'. Default: the temporary folder.")
    private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

    /**
     * The machine's result.
     *
     * @param tool name and version
     * @param passed whether no check failed
     * @param checks in the order they were made
     */
    record Report(String tool, boolean passed, List<SelfTest.Check> checks) {}

    @Override
    @SuppressWarnings("try") // The watch is there to be closed.
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new BadInputException("--dir " + folder + ": expected a folder that may be written to");
        }
        List<SelfTest.Check> checks;
        AtomicInteger told = new AtomicInteger();
        try (Console.Watch watch = console.whenInterrupted(() -> told
                + (told.get() == 1 ? " check was made" : " checks were made")
                + ", and nothing of them is kept but what is told above; the same command makes them all")) {
            checks = new SelfTest(folder).run(check -> {
                console.result(TextTable.wrapped(line(check), console.width()));
                told.incrementAndGet();
            });
        }
        boolean passed = checks.stream().noneMatch(check -> check.outcome() == SelfTest.Outcome.FAILED);
        console.result(List.of(passed ? "self-test passed" : "self-test FAILED"));
        if (console.json()) {
            console.document(
                    Json.pretty(new Report(Commands.TOOL, passed, checks)).stripTrailing());
        }
        return (passed ? ExitCode.OK : ExitCode.INTERNAL).status();
    }

    private static String line(SelfTest.Check check) {
        return String.format(Locale.ROOT, "%-4s  %-12s  %s", check.outcome().word(), check.name(), check.finding());
    }
}

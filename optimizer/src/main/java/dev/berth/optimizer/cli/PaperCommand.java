package dev.berth.optimizer.cli;

import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.optimizer.paper.Paper;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paper}: all studies of a folder. */
@Examples({
    "berth paper edge-deployment # data and figures of results/papers/edge-deployment, made anew",
    "berth paper my-study --out again # of a folder of your own"
})
@Answers(PaperCommand.Written.class)
@Command(
        name = "paper",
        header = "studies of a paper's kind: data and figures of a folder",
        description = "Runs every study that DIR/" + Paper.FILE
                + " names, on the same requests, and writes a CSV and an SVG of each, and of what the services take.",
        mixinStandardHelpOptions = true)
final class PaperCommand implements Callable<Integer> {
    private static final Path PAPERS = Path.of(System.getProperty("berth.home", ""), "results", "papers");

    @Mixin
    private Console console;

    @Parameters(
            paramLabel = "DIR",
            description = "Folder with a " + Paper.FILE + ", or the name of one in results/papers.")
    private Path folder;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "Seed of the first run, and of solvers that draw at random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "OUTDIR",
            description = "Where the folders data and figures are written (default: DIR).")
    private Path out;

    private final List<String> written = new CopyOnWriteArrayList<>();

    /**
     * The machine's result.
     *
     * @param files that were written, in their order
     */
    record Written(List<String> files) {}

    @Override
    @SuppressWarnings("try") // The watch is there to be closed.
    public Integer call() throws IOException {
        Path here = Files.isDirectory(folder) || !Files.isDirectory(PAPERS.resolve(folder))
                ? folder
                : PAPERS.resolve(folder);
        ConsoleProgress progress = new ConsoleProgress(console);
        try (Console.Watch watch = console.whenInterrupted(() ->
                (written.isEmpty() ? "nothing was written" : written.size() + " files were written, each of them whole")
                        + "; the same command makes them all")) {
            Paper.read(here)
                    .run(out == null ? here : out, seed, Runtime.getRuntime().availableProcessors(), progress, file -> {
                        progress.finish();
                        written.add(file.toString());
                        console.remark("wrote " + file);
                    });
        }
        progress.finish();
        if (console.json()) {
            console.document(Json.pretty(new Written(written)).stripTrailing());
        }
        return ExitCode.OK.status();
    }
}

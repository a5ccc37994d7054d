package dev.berth.optimizer.cli.train;

import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.StatusLine;
import dev.berth.command.TableOptions;
import dev.berth.optimizer.solve.learned.DenoiserFile;
import dev.berth.optimizer.solve.learned.training.Trainer;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.Figures;
import dev.berth.text.ShellWords;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code train}: the network that the solver {@code learned} draws plans with. */
@Examples({
    "berth train --out denoiser.json # as the one that is shipped was",
    "berth train --instances 40 --epochs 5 --out denoiser.json # a quick one"
})
@Answers(DenoiserFile.class)
@Command(
        name = "train",
        header = "a network that draws plans, for plan --solver learned",
        description = "Trains the network of the solver learned: draws small servers from a seed, solves them by"
                + " horizon-exact, and has the network find these plans again under noise. Plans with it on servers that"
                + " it was not trained on, before and after. One thread; the same options give the same bytes.",
        mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
    private static final int MOST = 1_000_000;
    private static final double SILENT_NANOS = 2e9;

    @Mixin
    private Console console;

    @Mixin
    private TableOptions tables;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "300",
            description = "Servers to train on (default: ${DEFAULT-VALUE}).")
    private int instances;

    @Option(
            names = "--held-out",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Other servers that the network is held against, drawn after those that it is trained on: with other"
                            + " --instances they are other ones (default: ${DEFAULT-VALUE}).")
    private int heldOut;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "40",
            description = "Plans seen for each server to train on, with other noise each time (default:"
                    + " ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "Seed of servers, first weights and noise (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where the network is written as JSON; plan, compare and simulate take it by --denoiser.")
    private Path out;

    private final long beginNanos = System.nanoTime();
    private String stage = "";
    private long stageNanos;

    @Override
    @SuppressWarnings("try") // The watch is there to be closed.
    public Integer call() throws IOException {
        require("--instances", instances);
        require("--held-out", heldOut);
        require("--epochs", epochs);
        StatusLine status = console.statusLine();
        DenoiserFile trained;
        try (Console.Watch watch =
                console.whenInterrupted(() -> "no network was written; fewer --instances or --epochs take less time")) {
            trained = new Trainer(seed, instances, heldOut, epochs)
                    .run((what, done, of) -> tell(status, what, done, of))
                    .madeBy("berth " + ShellWords.of(console.words().toArray()));
            status.erase();
            trained.write(out);
        }
        console.result(table(trained.training()).lines(tables.page(console)));
        if (console.json()) {
            console.document(Json.pretty(trained).stripTrailing());
        }
        console.remark("network written to " + out + "; plan with it by --solver learned --denoiser " + out);
        return ExitCode.OK.status();
    }

    private static void require(String option, int value) {
        if (value < 1 || value > MOST) {
            throw new BadOptionException(option + ": " + value + ", expected 1 to " + MOST);
        }
    }

    private void tell(StatusLine status, String what, int done, int of) {
        long now = System.nanoTime();
        if (!what.equals(stage)) {
            stage = what;
            stageNanos = now;
        }
        if (!status.isTerminal() && now - beginNanos < SILENT_NANOS) {
            return;
        }
        String left = done == 0
                ? ""
                : ", " + Figures.clock(Duration.ofNanos((long) ((double) (now - stageNanos) / done * (of - done))))
                        + " left of it";
        status.progress(done, of, what + ", " + done + " of " + of + left);
    }

    private TextTable table(DenoiserFile.Training training) {
        TextTable table = new TextTable(List.of(
                Column.text("network"), Column.figure("servers"), Column.figure("error"), Column.figure("mean gap")));
        table.add(row("before training", training.lossBefore(), training.meanGapBefore()));
        table.add(row("after training", training.lossAfter(), training.meanGap()));
        return table;
    }

    private List<String> row(String network, double loss, double gap) {
        return List.of(
                network, Integer.toString(heldOut), String.format(Locale.ROOT, "%.4f", loss), Figures.percent(gap, 3));
    }
}

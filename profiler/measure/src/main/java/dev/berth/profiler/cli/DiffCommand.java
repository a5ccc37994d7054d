package dev.berth.profiler.cli;

import dev.berth.command.Amount;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.TableOptions;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.profiler.diff.DatasetDiff;
import dev.berth.profiler.diff.DatasetDiff.Change;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.Figures;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two datasets compared by a statistical test, with an exit status for continuous integration. */
@Examples({
    "berth diff before.json after.json # exit status 10 where they differ",
    "berth diff before.json after.json --threshold 10% # only what changed by more"
})
@Answers(DatasetDiff.class)
@Command(
        name = "diff",
        header = "compare two datasets by a statistical test",
        description =
                "Compares the preload delays of two datasets: Mann-Whitney U test for each model, device, tier and"
                        + " reader setting, corrected for their number (Holm, 5 %%). Exit status 10 where a median changed"
                        + " significantly and by more than the threshold, 0 where none did.",
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
    private static final double MOST_SHARE = 10;

    @Mixin
    private ProfilerConsole console;

    @Mixin
    private TableOptions tables;

    @Spec
    private picocli.CommandLine.Model.CommandSpec command;

    @Parameters(index = "0", paramLabel = "A", description = "The dataset before.")
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "The dataset after.")
    private Path second;

    @Option(
            names = "--threshold",
            paramLabel = "SHARE",
            defaultValue = "5%",
            converter = Amount.OfSmallShare.class,
            description = "Smallest change that counts, a share as 5%% or 0.05 (default: 5%%).")
    private double threshold;

    @Override
    public Integer call() {
        if (threshold > MOST_SHARE) {
            throw new ParameterException(
                    command.commandLine(),
                    "--threshold " + Figures.percent(threshold, 0) + " is out of range, expected 0 to 1000 %");
        }
        DatasetDiff diff = DatasetDiff.between(ProfileDatasets.read(first), ProfileDatasets.read(second), threshold);
        if (console.json()) {
            console.document(Json.pretty(diff).stripTrailing());
        }
        console.result(lines(diff));
        return (diff.differs() ? ExitCode.DIFFERS : ExitCode.OK).status();
    }

    private List<String> lines(DatasetDiff diff) {
        List<String> lines = new ArrayList<>();
        if (!diff.sameMachine()) {
            lines.add("the machines differ: what changed may be the machine");
        }
        if (!diff.changes().isEmpty()) {
            lines.addAll(table(diff).lines(tables.page(console)));
        }
        List<String> notes = new ArrayList<>();
        if (!diff.changes().isEmpty()) {
            notes.add(
                    "change: the middle of the ratios of all pairs of runs, which need not be that of the two medians");
        }
        diff.onlyInFirst().forEach(points -> notes.add("only in " + first + ": " + points));
        diff.onlyInSecond().forEach(points -> notes.add("only in " + second + ": " + points));
        notes.addAll(diff.notes());
        notes.add(diff.changes().size() + " compared: " + count(diff, DatasetDiff.Verdict.SLOWER) + " slower, "
                + count(diff, DatasetDiff.Verdict.FASTER) + " faster, by more than "
                + Figures.percent(diff.threshold(), 1) + " at a corrected p below 0.05");
        notes.forEach(note -> lines.addAll(TextTable.wrapped(note, console.width())));
        return lines;
    }

    private static long count(DatasetDiff diff, DatasetDiff.Verdict verdict) {
        return diff.changes().stream()
                .filter(change -> change.verdict() == verdict)
                .count();
    }

    private static TextTable table(DatasetDiff diff) {
        TextTable table = new TextTable(List.of(
                Column.name("model"),
                Column.text("device").asDetail(4),
                Column.text("cache"),
                Column.text("reader").asDetail(3),
                Column.figure("n"),
                Column.figure("p50 before"),
                Column.figure("p50 after"),
                Column.figure("change %"),
                Column.figure("95 % interval").asDetail(1),
                Column.figure("p").asDetail(5),
                Column.figure("p (Holm)").asDetail(2),
                Column.text("verdict")));
        diff.changes().forEach(change -> table.add(row(change)));
        return table;
    }

    private static List<String> row(Change change) {
        return List.of(
                change.model(),
                change.setting().device(),
                change.setting().tier().label(),
                change.setting().reader(),
                change.firstN() + ", " + change.secondN(),
                Figures.duration((double) change.firstP50Nanos()),
                Figures.duration((double) change.secondP50Nanos()),
                percent(change.medianRatio()),
                change.ratio()
                        .optional()
                        .map(ratio -> percent(ratio.low()) + " to " + percent(ratio.high()))
                        .orElse("– (few runs)"),
                String.format(Locale.ROOT, "%.2g", change.pValue()),
                String.format(Locale.ROOT, "%.2g", change.holmPValue()),
                change.verdict().name().toLowerCase(Locale.ROOT));
    }

    private static String percent(double ratio) {
        return Figures.change(ratio - 1, 1);
    }
}

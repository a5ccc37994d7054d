package dev.berth.profiler.view;

import dev.berth.predict.Contest.Accuracy;
import dev.berth.predict.Contest.EngineScore;
import dev.berth.predict.Contest.Score;
import dev.berth.predict.EngineModel;
import dev.berth.profiler.export.Reasons;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How well methods predict, for people: one row a setting and method. */
public final class ContestTable {
    private ContestTable() {}

    /**
     * The table and what it says.
     *
     * @param scores of methods
     * @param caption what was predicted from what
     * @param page its first columns are those of the table
     */
    public static List<String> of(List<Score> scores, String caption, Page page) {
        Reasons reasons = new Reasons();
        TextTable table = new TextTable(List.of(
                Column.name("cache"),
                Column.text("device").asDetail(2),
                Column.text("reader").asDetail(3),
                Column.text("by"),
                Column.figure("models"),
                Column.figure("% error"),
                Column.figure("p90"),
                Column.figure("% within"),
                Column.figure("runs").asDetail(1)));
        for (Score score : scores) {
            table.add(row(
                    List.of(
                            score.setting().tier().label(),
                            score.setting().device(),
                            score.setting().reader()),
                    score.accuracy(),
                    reasons));
        }
        List<String> lines = new ArrayList<>(table.lines(page));
        lines.addAll(TextTable.wrapped(
                caption
                        + "; % error: median over models of 16 MB and more, p90: of nine in ten of them at most; % within:"
                        + " runs of all models inside the interval for 90 % of them; the runs' own noise: how far off a"
                        + " method would be that knew each model's median",
                page.width()));
        reasons.lines().forEach(line -> lines.addAll(TextTable.wrapped(line, page.width())));
        return lines;
    }

    /** Of engines, until they are ready: how well methods predict it, and which stages it is made of. */
    public static List<String> ofEngines(List<EngineScore> scores, List<EngineModel.Stage> stages, Page page) {
        Reasons reasons = new Reasons();
        TextTable table = new TextTable(List.of(
                Column.text("engine"),
                Column.text("cache"),
                Column.text("device").asDetail(2),
                Column.figure("threads").asDetail(1),
                Column.text("by"),
                Column.figure("models"),
                Column.figure("% error"),
                Column.figure("p90"),
                Column.figure("% within"),
                Column.figure("runs").asDetail(3)));
        for (EngineScore score : scores) {
            table.add(row(
                    List.of(
                            score.setting().name(),
                            score.setting().tier().label(),
                            score.setting().device(),
                            String.valueOf(score.setting().threads())),
                    score.accuracy(),
                    reasons));
        }
        TextTable split = new TextTable(List.of(
                Column.text("engine"),
                Column.text("cache"),
                Column.text("stage"),
                Column.figure("% of ready"),
                Column.figure("each start"),
                Column.figure("each GB"),
                Column.figure("models").asDetail(1)));
        for (EngineModel.Stage stage : stages) {
            split.add(List.of(
                    stage.setting().name(),
                    stage.setting().tier().label(),
                    stage.stage(),
                    percent(stage.share()),
                    Figures.duration(stage.startNanos()),
                    Figures.duration(1e9 * stage.nanosPerByte()),
                    String.valueOf(stage.models())));
        }
        List<String> lines = new ArrayList<>(table.lines(page));
        lines.addAll(TextTable.wrapped(
                "until ready, each model predicted from the others; bytes over bandwidth: the median bandwidth of the"
                        + " others",
                page.width()));
        lines.add("");
        lines.addAll(split.lines(page.further()));
        lines.addAll(TextTable.wrapped(
                "stages: share of the time until ready, median over the models; what every start takes, and what a GB of"
                        + " weights adds, as fitted; terms of tensors, files and headers apart",
                page.width()));
        reasons.lines().forEach(line -> lines.addAll(TextTable.wrapped(line, page.width())));
        return lines;
    }

    private static List<String> row(List<String> setting, Accuracy accuracy, Reasons reasons) {
        List<String> cells = new ArrayList<>(setting);
        cells.addAll(List.of(
                accuracy.method(),
                String.valueOf(accuracy.models()),
                percent(accuracy.medianError()),
                percent(accuracy.p90Error()),
                reasons.cell(accuracy.within(), ContestTable::percent),
                String.valueOf(accuracy.runs())));
        return cells;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}

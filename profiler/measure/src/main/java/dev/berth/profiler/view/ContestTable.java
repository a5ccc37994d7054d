package dev.berth.profiler.view;

import dev.berth.profiler.export.Reasons;
import dev.berth.profiler.predict.Contest.Score;
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
     */
    public static List<String> of(List<Score> scores, String caption, int width) {
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
            table.add(List.of(
                    score.setting().tier().label(),
                    score.setting().device(),
                    score.setting().reader(),
                    score.method(),
                    String.valueOf(score.models()),
                    percent(score.medianError()),
                    percent(score.p90Error()),
                    reasons.cell(score.within(), ContestTable::percent),
                    String.valueOf(score.runs())));
        }
        List<String> lines = new ArrayList<>(table.lines(width));
        lines.addAll(TextTable.wrapped(
                caption
                        + "; % error: median over models of 16 MB and more, p90: of nine in ten of them at most; % within:"
                        + " runs of all models inside the interval for 90 % of them; the runs' own noise: how far off a"
                        + " method would be that knew each model's median",
                width));
        reasons.lines().forEach(line -> lines.addAll(TextTable.wrapped(line, width)));
        return lines;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}

package dev.berth.profiler.view;

import dev.berth.profiler.export.Reasons;
import dev.berth.profiler.predict.Contest.Score;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How well methods predict, for people: one row a setting and method. */
public final class ContestTable {
    private ContestTable() {}

    public static List<String> of(List<Score> scores, Page page) {
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
        List<String> lines = new ArrayList<>(table.lines(page));
        lines.addAll(TextTable.wrapped(
                "each model predicted from the others; % error: median over models of 16 MB and more, p90: of nine in ten"
                        + " of them at most; % within: runs of all models inside the interval for 90 % of them",
                page.width()));
        reasons.lines().forEach(line -> lines.addAll(TextTable.wrapped(line, page.width())));
        return lines;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}

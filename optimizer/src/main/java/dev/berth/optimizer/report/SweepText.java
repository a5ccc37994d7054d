package dev.berth.optimizer.report;

import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.ComparisonFile.Case;
import dev.berth.optimizer.document.ComparisonFile.Row;
import dev.berth.optimizer.document.ComparisonFile.Setting;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import dev.berth.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A sweep as people read it: methods down, values across, and what each costs beside all-cloud. */
final class SweepText {
    private static final int GAP = 2;

    private SweepText() {}

    /**
     * The table, cut into several where there are more values than room.
     *
     * @param file two cases or more
     * @param page columns that there are
     */
    static List<String> lines(ComparisonFile file, Page page) {
        int width = page.width();
        List<Case> cases = file.cases();
        Map<String, List<String>> methods = methods(cases);
        int name = widest(methods.keySet().stream().toList());
        int value = Math.max(
                widest(methods.values().stream().flatMap(List::stream).toList()),
                widest(cases.stream().flatMap(each -> values(each).stream()).toList()));
        int across = Math.max(1, (width - name) / (value + GAP));
        List<String> lines = new ArrayList<>(TextTable.wrapped(
                "cost in simulation as a share of all-cloud's, by "
                        + cases.get(0).settings().stream()
                                .map(Setting::parameter)
                                .collect(Collectors.joining(", "))
                        + "; " + SimulationText.seeds(file.seeds()) + "; ~ online policy",
                width));
        for (int from = 0; from < cases.size(); from += across) {
            int to = Math.min(cases.size(), from + across);
            lines.addAll(part(cases, methods, from, to).lines(page.further()));
            lines.add("");
        }
        // What is to be minded of a case is of its delays, which are not here.
        return lines;
    }

    private static TextTable part(List<Case> cases, Map<String, List<String>> methods, int from, int to) {
        List<Column> columns = new ArrayList<>(List.of(Column.name("method")));
        cases.subList(from, to).forEach(each -> columns.add(Column.figure(String.join(" ", values(each)))));
        TextTable table = new TextTable(columns);
        methods.forEach((method, shares) -> {
            List<String> cells = new ArrayList<>(List.of(method));
            cells.addAll(shares.subList(from, to));
            table.add(cells);
        });
        return table;
    }

    /** By name, in the order of their first case; a method that a case lacks has no figure there. */
    private static Map<String, List<String>> methods(List<Case> cases) {
        Map<String, List<String>> methods = new LinkedHashMap<>();
        for (int number = 0; number < cases.size(); number++) {
            for (Row row : cases.get(number).rows()) {
                List<String> shares = methods.computeIfAbsent(ComparisonText.name(row), method -> new ArrayList<>());
                while (shares.size() < number) {
                    shares.add(PlanText.NONE);
                }
                shares.add(row.saved()
                        .optional()
                        .map(saved -> Figures.percent(1 - saved.mean(), 1))
                        .orElse(PlanText.NONE));
            }
        }
        methods.values().forEach(shares -> {
            while (shares.size() < cases.size()) {
                shares.add(PlanText.NONE);
            }
        });
        return methods;
    }

    /** Of several parameters each value says which it is of. */
    private static List<String> values(Case each) {
        return each.settings().stream()
                .map(setting ->
                        (each.settings().size() > 1 ? setting.parameter() + "=" : "") + Figures.plain(setting.value()))
                .toList();
    }

    private static int widest(List<String> texts) {
        return texts.stream().mapToInt(VisibleText::width).max().orElse(0);
    }
}

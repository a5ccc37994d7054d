package dev.berth.optimizer.report;

import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Comparisons as people read them. */
public final class ComparisonText {
    private ComparisonText() {}

    /**
     * A sweep as one table of methods and values, of a wide page with its cases one below the other too; what their
     * columns are.
     *
     * @param page its columns are those of a case
     */
    public static List<String> lines(ComparisonFile file, Page page) {
        List<String> lines = new ArrayList<>();
        boolean swept = file.cases().size() > 1;
        if (swept) {
            lines.addAll(SweepText.lines(file, page));
        }
        if (!swept || page.wide() || !page.columns().isEmpty()) {
            lines.addAll(cases(file, page));
        } else {
            lines.addAll(TextTable.wrapped(
                    "each case with delays, shares, plans and proven bounds: with --wide, or by name with --columns; all"
                            + " of it in the file of --out",
                    page.width()));
        }
        return lines;
    }

    private static boolean haveNeighbours(ComparisonFile.Case each) {
        return each.rows().stream().anyMatch(row -> row.neighbourShare() != null);
    }

    private static List<String> cases(ComparisonFile file, Page page) {
        int width = page.width();
        List<String> lines = new ArrayList<>();
        for (ComparisonFile.Case each : file.cases()) {
            settings(each).ifPresent(setting -> lines.addAll(TextTable.wrapped(setting, width)));
            lines.addAll(simulated(each, file.seeds()).lines(page));
            each.notes().forEach(note -> lines.addAll(TextTable.wrapped(note, width)));
            if (each.rows().stream().anyMatch(ComparisonText::hasPlan)) {
                lines.add("");
                lines.addAll(planned(each).lines(page.further()));
                each.rows().stream()
                        .filter(ComparisonText::hasPlan)
                        .map(row -> PlanText.note(row.name(), row.proven(), row.note()))
                        .forEach(note -> lines.addAll(TextTable.wrapped(note, width)));
            }
            lines.add("");
        }
        legend(file.seeds()).forEach(line -> lines.addAll(TextTable.wrapped(line, width)));
        if (file.cases().stream().anyMatch(ComparisonText::haveNeighbours)) {
            lines.addAll(TextTable.wrapped(
                    SimulationText.BY_NEIGHBOURS + "; apart: every server planned, and serving its requests, by itself",
                    width));
        }
        return lines;
    }

    /** Which case it is, in words; empty where nothing is swept. */
    private static Optional<String> settings(ComparisonFile.Case each) {
        return each.settings().isEmpty()
                ? Optional.empty()
                : Optional.of(each.settings().stream()
                        .map(setting -> setting.parameter() + " " + Figures.plain(setting.value()))
                        .collect(Collectors.joining(", ")));
    }

    /** What the columns are. */
    private static List<String> legend(int seeds) {
        return List.of(
                "cost, delays and shares: simulated, " + SimulationText.seeds(seeds)
                        + ", the same requests for all; cost: in the unit of the scenario's prices",
                PlanText.OVER_BEST
                        + "; saved: against all-cloud, where the cloud serves every request; ~ online policy",
                "loaded, fetched, cloud: requests that found their model loaded, that waited for a download and a load,"
                        + " that the cloud served",
                "planned: cost with expected demand; over bound: planned over the highest proven bound; time: to decide");
    }

    /**
     * Every method on the same requests.
     *
     * @param seeds runs of each, >= 1
     */
    private static TextTable simulated(ComparisonFile.Case each, int seeds) {
        boolean lacks = each.rows().stream().anyMatch(row -> row.meanQuality() != null);
        List<Column> columns = new ArrayList<>(List.of(
                Column.name("method"),
                Column.figure(SimulationText.costHeading(seeds)),
                Column.figure("over best").asDetail(1),
                Column.figure("saved"),
                Column.figure("loaded").asDetail(5),
                Column.figure("fetched").asDetail(2),
                Column.figure("cloud").asDetail(4),
                Column.figure("mean ms").asDetail(3),
                Column.figure("p95 ms").asDetail(6),
                Column.figure("p99 ms").asDetail(7)));
        if (lacks) {
            columns.add(Column.figure("quality"));
        }
        if (hasLongest(each)) {
            columns.add(Column.figure("longest mean ms"));
        }
        boolean haveNeighbours = haveNeighbours(each);
        if (haveNeighbours) {
            columns.add(Column.figure("by neighbours"));
        }
        TextTable table = new TextTable(columns);
        for (ComparisonFile.Row row : each.rows()) {
            boolean asked = row.p50DelayNanos().optional().isPresent();
            List<String> cells = new ArrayList<>(List.of(
                    name(row),
                    SimulationText.cost(row.simulatedNanoCost()),
                    percent(row.overBest()),
                    percent(row.saved()),
                    SimulationText.percent(asked, row.loadedShare()),
                    SimulationText.percent(asked, row.fetchedShare()),
                    SimulationText.percent(asked, row.cloudShare()),
                    SimulationText.mean(asked, row.meanDelayNanos().mean()),
                    SimulationText.milliseconds(row.p95DelayNanos()),
                    SimulationText.milliseconds(row.p99DelayNanos())));
            if (lacks) {
                cells.add(SimulationText.quality(row.meanQuality()));
            }
            if (hasLongest(each)) {
                cells.add(row.longestDelay()
                        .simulatedNanos()
                        .optional()
                        .map(Figures::milliseconds)
                        .orElse(PlanText.NONE));
            }
            if (haveNeighbours) {
                cells.add(SimulationText.neighbours(row.neighbourShare()));
            }
            table.add(cells);
        }
        return table;
    }

    /** What solvers say of their plans. */
    private static TextTable planned(ComparisonFile.Case each) {
        List<Column> columns = new ArrayList<>(List.of(
                Column.name("solver"), Column.figure("planned"), Column.figure("over bound"), Column.figure("time")));
        if (hasLongest(each)) {
            columns.addAll(List.of(Column.figure("longest mean ms"), Column.figure("not below ms")));
        }
        TextTable table = new TextTable(columns);
        for (ComparisonFile.Row row : each.rows()) {
            if (row.kind() != ComparisonFile.Kind.BASELINE && !hasPlan(row)) {
                continue;
            }
            List<String> cells = new ArrayList<>(List.of(
                    row.name(),
                    units(row.plannedNanoCost()),
                    row.provenGap()
                            .optional()
                            .map(gap -> Figures.percent(gap, gap < 1 ? 3 : 0))
                            .orElse(PlanText.NONE),
                    row.kind() == ComparisonFile.Kind.BASELINE
                            ? PlanText.NONE
                            : Figures.duration((double) row.elapsedNanos())));
            if (hasLongest(each)) {
                cells.add(SimulationText.milliseconds(row.longestDelay().plannedNanos()));
                cells.add(SimulationText.milliseconds(row.longestDelay().boundNanos()));
            }
            table.add(cells);
        }
        if (each.boundNanoCost().optional().isPresent()) {
            table.add(List.of("proven bound", units(each.boundNanoCost()), "", ""));
        }
        return table;
    }

    /** Whether plans are made for the longest mean delay. */
    private static boolean hasLongest(ComparisonFile.Case each) {
        return each.rows().get(0).longestDelay() != null;
    }

    private static boolean hasPlan(ComparisonFile.Row row) {
        return row.kind() == ComparisonFile.Kind.SOLVER
                && row.plannedNanoCost().optional().isPresent();
    }

    /** A solver and a policy may have the same name. */
    static String name(ComparisonFile.Row row) {
        return row.kind() == ComparisonFile.Kind.POLICY ? "~" + row.name() : row.name();
    }

    private static String units(Reading<Long> nanoCost) {
        return nanoCost.optional().map(cost -> PlanText.units(cost)).orElse(PlanText.NONE);
    }

    private static String percent(Reading<Interval> share) {
        return share.optional()
                .map(interval -> Figures.percent(interval.mean(), 2))
                .orElse(PlanText.NONE);
    }
}

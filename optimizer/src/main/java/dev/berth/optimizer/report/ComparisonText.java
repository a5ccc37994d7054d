package dev.berth.optimizer.report;

import dev.berth.optimizer.simulate.Interval;
import dev.berth.record.Reading;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Comparisons as people read them, and as one tidy CSV. */
final class ComparisonText {
    private static final String COLUMNS = "models,method,kind,seeds,simulated_nano_cost,simulated_nano_cost_low,"
            + "simulated_nano_cost_high,over_best,over_best_low,over_best_high,saved,saved_low,saved_high,"
            + "planned_nano_cost,bound_nano_cost,proven_gap,proven,elapsed_nanos,mean_delay_nanos,p50_delay_nanos,"
            + "p95_delay_nanos,p99_delay_nanos,loaded_share,fetched_share,cloud_share,backhaul_bytes,switching_nanos,"
            + "dataset_fingerprint";

    private ComparisonText() {}

    /** @param width columns that there are */
    static List<String> lines(ComparisonFile file, int width) {
        List<String> lines = new ArrayList<>();
        for (ComparisonFile.Case each : file.cases()) {
            settings(each).ifPresent(setting -> lines.addAll(TextTable.wrapped(setting, width)));
            lines.addAll(simulated(each, file.seeds()).lines(width));
            each.notes().forEach(note -> lines.addAll(TextTable.wrapped(note, width)));
            if (each.rows().stream().anyMatch(ComparisonText::hasPlan)) {
                lines.add("");
                lines.addAll(planned(each).lines(width));
                each.rows().stream()
                        .filter(ComparisonText::hasPlan)
                        .map(row -> PlanText.note(row.name(), row.proven(), row.note()))
                        .forEach(note -> lines.addAll(TextTable.wrapped(note, width)));
            }
            lines.add("");
        }
        legend(file.seeds()).forEach(line -> lines.addAll(TextTable.wrapped(line, width)));
        return lines;
    }

    /** Which case it is, in words; empty where nothing is swept. */
    static Optional<String> settings(ComparisonFile.Case each) {
        return each.settings().isEmpty()
                ? Optional.empty()
                : Optional.of(each.settings().stream()
                        .map(setting -> setting.parameter() + " " + plain(setting.value()))
                        .collect(Collectors.joining(", ")));
    }

    /** What the columns are. */
    static List<String> legend(int seeds) {
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
    static TextTable simulated(ComparisonFile.Case each, int seeds) {
        TextTable table = new TextTable(List.of(
                Column.name("method"),
                Column.figure(SimulationText.costHeading(seeds)),
                Column.figure("over best"),
                Column.figure("saved"),
                Column.figure("loaded").asDetail(3),
                Column.figure("fetched"),
                Column.figure("cloud").asDetail(2),
                Column.figure("mean ms").asDetail(1),
                Column.figure("p95 ms").asDetail(4),
                Column.figure("p99 ms").asDetail(5)));
        for (ComparisonFile.Row row : each.rows()) {
            boolean asked = row.p50DelayNanos().optional().isPresent();
            table.add(List.of(
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
        }
        return table;
    }

    /** What solvers say of their plans. */
    static TextTable planned(ComparisonFile.Case each) {
        TextTable table = new TextTable(List.of(
                Column.name("solver"), Column.figure("planned"), Column.figure("over bound"), Column.figure("time")));
        for (ComparisonFile.Row row : each.rows()) {
            if (row.kind() == ComparisonFile.Kind.POLICY) {
                continue;
            }
            table.add(List.of(
                    row.name(),
                    units(row.plannedNanoCost()),
                    row.provenGap()
                            .optional()
                            .map(gap -> String.format(Locale.ROOT, "%.3f %%", 100 * gap))
                            .orElse("–"),
                    row.kind() == ComparisonFile.Kind.BASELINE ? "–" : PlanText.milliseconds(row.elapsedNanos())));
        }
        if (each.boundNanoCost().optional().isPresent()) {
            table.add(List.of("proven bound", units(each.boundNanoCost()), "", ""));
        }
        return table;
    }

    private static boolean hasPlan(ComparisonFile.Row row) {
        return row.kind() == ComparisonFile.Kind.SOLVER;
    }

    /** A solver and a policy may have the same name. */
    private static String name(ComparisonFile.Row row) {
        return row.kind() == ComparisonFile.Kind.POLICY ? "~" + row.name() : row.name();
    }

    private static String units(Reading<Long> nanoCost) {
        return nanoCost.optional()
                .map(cost -> String.format(Locale.ROOT, "%.6f", cost / 1e9))
                .orElse("–");
    }

    private static String percent(Reading<Interval> share) {
        return share.optional()
                .map(interval -> String.format(Locale.ROOT, "%.2f %%", 100 * interval.mean()))
                .orElse("–");
    }

    /** One row a method and combination of swept values; an empty cell where there is no figure. */
    static String csv(ComparisonFile file) {
        StringBuilder csv = new StringBuilder();
        file.cases()
                .get(0)
                .settings()
                .forEach(setting -> csv.append("sweep_")
                        .append(setting.parameter().replace('-', '_'))
                        .append(','));
        csv.append(COLUMNS).append('\n');
        for (ComparisonFile.Case each : file.cases()) {
            String settings = each.settings().stream()
                    .map(setting -> plain(setting.value()) + ",")
                    .collect(Collectors.joining());
            for (ComparisonFile.Row row : each.rows()) {
                csv.append(settings).append(line(file, each, row)).append('\n');
            }
        }
        return csv.toString();
    }

    private static String line(ComparisonFile file, ComparisonFile.Case each, ComparisonFile.Row row) {
        return String.join(
                ",",
                String.valueOf(each.models()),
                row.name(),
                row.kind().label(),
                String.valueOf(file.seeds()),
                interval(row.simulatedNanoCost()),
                interval(row.overBest()),
                interval(row.saved()),
                cell(row.plannedNanoCost()),
                cell(each.boundNanoCost()),
                cell(row.provenGap()),
                String.valueOf(row.proven()),
                String.valueOf(row.elapsedNanos()),
                plain(row.meanDelayNanos().mean()),
                cell(row.p50DelayNanos()),
                cell(row.p95DelayNanos()),
                cell(row.p99DelayNanos()),
                plain(row.loadedShare().mean()),
                plain(row.fetchedShare().mean()),
                plain(row.cloudShare().mean()),
                plain(row.backhaulBytes().mean()),
                plain(row.switchingNanos().mean()),
                file.profilesFingerprint());
    }

    private static String interval(Reading<Interval> interval) {
        return interval.optional().map(ComparisonText::interval).orElse(",,");
    }

    private static String interval(Interval interval) {
        return plain(interval.mean()) + "," + cell(interval.low()) + "," + cell(interval.high());
    }

    private static String cell(Reading<? extends Number> reading) {
        return reading.optional().map(value -> plain(value.doubleValue())).orElse("");
    }

    /** Whole numbers without a point; all others to twelve digits, alike on every JDK. */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : new BigDecimal(value)
                        .round(new MathContext(12))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}

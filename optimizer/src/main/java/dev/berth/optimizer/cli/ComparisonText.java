package dev.berth.optimizer.cli;

import dev.berth.optimizer.simulate.Interval;
import dev.berth.profile.Reading;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Comparisons as people read them, and as one tidy CSV. */
final class ComparisonText {
    private static final String COLUMNS = "models,method,kind,planned_nano_cost,planned_nano_cost_low,"
            + "planned_nano_cost_high,bound_nano_cost,gap,proven,cloud_only_nano_cost,elapsed_nanos,simulated_nano_cost,"
            + "simulated_nano_cost_low,simulated_nano_cost_high,mean_delay_nanos,p50_delay_nanos,p95_delay_nanos,"
            + "p99_delay_nanos,loaded_share,cloud_share,backhaul_bytes,switching_nanos";

    private ComparisonText() {}

    static List<String> table(ComparisonFile file) {
        List<String> lines = new ArrayList<>();
        for (ComparisonFile.Case each : file.cases()) {
            if (!each.settings().isEmpty()) {
                lines.add(each.settings().stream()
                        .map(setting -> setting.parameter() + " " + plain(setting.value()))
                        .collect(Collectors.joining(", ")));
            }
            table(lines, each);
        }
        lines.add("planned: with expected demand, a policy slot by slot; gap: planned over the highest proven bound;"
                + " delays and simulated: " + file.seeds() + " seeds; time: to decide, one seed; costs: in"
                + " the unit of the scenario's prices; ~ online policy");
        return lines;
    }

    private static void table(List<String> lines, ComparisonFile.Case each) {
        lines.add(String.format(
                Locale.ROOT,
                "%-16s  %12s  %11s  %22s  %9s  %9s  %9s  %10s  %s",
                "method",
                "planned",
                "gap",
                "simulated ± 95 %",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "time",
                "note"));
        for (ComparisonFile.Row row : each.rows()) {
            lines.add(String.format(
                            Locale.ROOT,
                            "%-16s  %12.6f  %11s  %22s  %9s  %9s  %9s  %10s  %s",
                            name(row),
                            row.plannedNanoCost().mean() / 1e9,
                            row.gap().optional().map(ComparisonText::percent).orElse("–"),
                            SimulationText.cost(row.simulatedNanoCost()),
                            SimulationText.milliseconds(row.p50DelayNanos()),
                            SimulationText.milliseconds(row.p95DelayNanos()),
                            SimulationText.milliseconds(row.p99DelayNanos()),
                            String.format(Locale.ROOT, "%.1f ms", row.elapsedNanos() / 1e6),
                            (row.proven() ? "optimal; " : "") + row.note())
                    .stripTrailing());
        }
        each.boundNanoCost()
                .optional()
                .ifPresent(
                        bound -> lines.add(String.format(Locale.ROOT, "%-16s  %12.6f", "proven bound", bound / 1e9)));
    }

    /** Both a solver and a policy are called cloud-only. */
    private static String name(ComparisonFile.Row row) {
        return row.kind() == ComparisonFile.Kind.POLICY ? "~" + row.name() : row.name();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3f %%", 100 * share);
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
                csv.append(settings).append(line(each, row)).append('\n');
            }
        }
        return csv.toString();
    }

    private static String line(ComparisonFile.Case each, ComparisonFile.Row row) {
        return String.join(
                ",",
                String.valueOf(each.models()),
                row.name(),
                row.kind().label(),
                interval(row.plannedNanoCost()),
                cell(each.boundNanoCost()),
                cell(row.gap()),
                String.valueOf(row.proven()),
                String.valueOf(each.cloudOnlyNanoCost()),
                String.valueOf(row.elapsedNanos()),
                interval(row.simulatedNanoCost()),
                plain(row.meanDelayNanos().mean()),
                cell(row.p50DelayNanos()),
                cell(row.p95DelayNanos()),
                cell(row.p99DelayNanos()),
                plain(row.loadedShare().mean()),
                plain(row.cloudShare().mean()),
                plain(row.backhaulBytes().mean()),
                plain(row.switchingNanos().mean()));
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

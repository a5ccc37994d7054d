package dev.berth.optimizer.report;

import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Comparisons as one tidy CSV. */
public final class ComparisonCsv {
    /** Before the name of what is swept, its hyphens as underscores. */
    static final String SWEPT = "sweep_";

    static final String COLUMNS = "models,method,kind,seeds,simulated_nano_cost,simulated_nano_cost_low,"
            + "simulated_nano_cost_high,over_best,over_best_low,over_best_high,saved,saved_low,saved_high,"
            + "planned_nano_cost,bound_nano_cost,proven_gap,proven,elapsed_nanos,mean_delay_nanos,p50_delay_nanos,"
            + "p95_delay_nanos,p99_delay_nanos,loaded_share,fetched_share,cloud_share,mean_quality,backhaul_bytes,switching_nanos,"
            + "dataset_fingerprint";

    /** Before the last of them, where plans are made for the longest mean delay. */
    static final String LONGEST = "longest_delay_nanos,planned_longest_delay_nanos,longest_delay_bound_nanos";

    /** Before those, where servers serve each other's requests. */
    static final String NEIGHBOURS = "neighbour_share";

    private static final String LAST = "dataset_fingerprint";

    private ComparisonCsv() {}

    /** Columns that a comparison has more than others. */
    private record More(boolean hasNeighbours, boolean isLongest) {
        static More of(ComparisonFile file) {
            return new More(
                    has(file, row -> row.neighbourShare() != null), has(file, row -> row.longestDelay() != null));
        }

        private static boolean has(ComparisonFile file, Predicate<ComparisonFile.Row> what) {
            return file.cases().stream().flatMap(each -> each.rows().stream()).anyMatch(what);
        }

        String columns() {
            return COLUMNS.replace(
                    LAST, (hasNeighbours ? NEIGHBOURS + "," : "") + (isLongest ? LONGEST + "," : "") + LAST);
        }

        String cells(ComparisonFile.Row row) {
            String share = row.neighbourShare() == null
                    ? "0"
                    : Figures.plain(row.neighbourShare().mean());
            return (hasNeighbours ? share + "," : "") + (isLongest ? longest(row) : "");
        }
    }

    /** One row a method and combination of swept values; an empty cell where there is no figure. */
    public static String of(ComparisonFile file) {
        StringBuilder csv = new StringBuilder();
        file.cases()
                .get(0)
                .settings()
                .forEach(setting -> csv.append(SWEPT)
                        .append(setting.parameter().replace('-', '_'))
                        .append(','));
        More more = More.of(file);
        csv.append(more.columns()).append('\n');
        for (ComparisonFile.Case each : file.cases()) {
            String settings = each.settings().stream()
                    .map(setting -> Figures.plain(setting.value()) + ",")
                    .collect(Collectors.joining());
            for (ComparisonFile.Row row : each.rows()) {
                csv.append(settings).append(line(file, each, row, more)).append('\n');
            }
        }
        return csv.toString();
    }

    private static String line(ComparisonFile file, ComparisonFile.Case each, ComparisonFile.Row row, More more) {
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
                cell(each.bound(row)),
                cell(row.provenGap()),
                String.valueOf(row.proven()),
                String.valueOf(row.elapsedNanos()),
                Figures.plain(row.meanDelayNanos().mean()),
                cell(row.p50DelayNanos()),
                cell(row.p95DelayNanos()),
                cell(row.p99DelayNanos()),
                Figures.plain(row.loadedShare().mean()),
                Figures.plain(row.fetchedShare().mean()),
                Figures.plain(row.cloudShare().mean()),
                row.meanQuality() == null
                        ? "1"
                        : Figures.plain(row.meanQuality().mean()),
                Figures.plain(row.backhaulBytes().mean()),
                Figures.plain(row.switchingNanos().mean()),
                more.cells(row) + file.profilesFingerprint());
    }

    private static String longest(ComparisonFile.Row row) {
        return row.longestDelay() == null
                ? ",,,"
                : cell(row.longestDelay().simulatedNanos()) + ","
                        + cell(row.longestDelay().plannedNanos()) + ","
                        + cell(row.longestDelay().boundNanos()) + ",";
    }

    private static String interval(Reading<Interval> interval) {
        return interval.optional().map(ComparisonCsv::interval).orElse(",,");
    }

    private static String interval(Interval interval) {
        return Figures.plain(interval.mean()) + "," + cell(interval.low()) + "," + cell(interval.high());
    }

    private static String cell(Reading<? extends Number> reading) {
        return reading.optional()
                .map(value -> Figures.plain(value.doubleValue()))
                .orElse("");
    }
}

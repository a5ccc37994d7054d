package dev.berth.optimizer.report;

import dev.berth.optimizer.document.ComparisonFile.Case;
import dev.berth.optimizer.document.ComparisonFile.Kind;
import dev.berth.optimizer.document.ComparisonFile.LongestDelay;
import dev.berth.optimizer.document.ComparisonFile.Row;
import dev.berth.optimizer.document.ComparisonFile.Setting;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.optimizer.workload.CsvLines;
import dev.berth.record.BadInputException;
import dev.berth.record.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A comparison, read again from what {@link ComparisonCsv} writes.
 *
 * @param dataset {@code sha256:} of the dataset that it was made from
 * @param seeds simulated runs of each method, >= 1
 * @param cases one a combination of swept values, without notes
 */
public record ComparedCsv(String dataset, int seeds, List<Case> cases) {
    private static final int MAX_LINE_BYTES = 1 << 16;
    private static final String BOUND = "bound_nano_cost";
    private static final String QUALITY = "mean_quality";
    private static final String NOT_TOLD = "not in the file";

    public ComparedCsv {
        cases = List.copyOf(cases);
    }

    /**
     * Reads a file.
     *
     * @return empty where it has other columns
     * @throws BadInputException naming the line and cell of the first fault
     */
    public static Optional<ComparedCsv> read(Path file) {
        try (CsvLines lines = new CsvLines(file, MAX_LINE_BYTES)) {
            if (!lines.next()) {
                return Optional.empty();
            }
            List<String> head =
                    IntStream.range(0, lines.cells()).mapToObj(lines::text).toList();
            List<String> parameters = head.stream()
                    .filter(column -> column.startsWith(ComparisonCsv.SWEPT))
                    .toList();
            Set<String> columns = new HashSet<>(head);
            parameters.forEach(columns::remove);
            // Earlier ones have none.
            columns.add(QUALITY);
            columns.removeAll(List.of(ComparisonCsv.LONGEST.split(",")));
            columns.remove(ComparisonCsv.NEIGHBOURS);
            return columns.equals(Set.of(ComparisonCsv.COLUMNS.split(",")))
                    ? Optional.of(new Reader(file, lines, head, parameters).read())
                    : Optional.empty();
        }
    }

    /** One file under its head. */
    private record Reader(Path file, CsvLines lines, List<String> head, List<String> parameters) {
        ComparedCsv read() {
            List<Case> cases = new ArrayList<>();
            List<Row> rows = new ArrayList<>();
            List<Setting> settings = List.of();
            int models = 0;
            Reading<Long> bound = Reading.notSupported(NOT_TOLD);
            String dataset = "";
            int seeds = 0;
            while (lines.next()) {
                if (lines.cells() != head.size()) {
                    throw lines.fault(0, head.size() + " cells");
                }
                boolean isFirst = kind() == Kind.BASELINE;
                if (isFirst && !rows.isEmpty()) {
                    cases.add(new Case(settings, models, bound, List.of(), rows));
                    rows.clear();
                }
                bound = isFirst ? whole(at(BOUND)) : bound;
                Row row = row(bound);
                if (rows.isEmpty() && row.kind() != Kind.BASELINE) {
                    throw lines.fault(at("kind"), Kind.BASELINE.label() + " first");
                }
                settings = settings();
                models = (int) whole("models");
                dataset = text("dataset_fingerprint");
                seeds = (int) whole("seeds");
                rows.add(row);
            }
            if (rows.isEmpty()) {
                throw new BadInputException(file + ": no row under its head, expected one a method");
            }
            cases.add(new Case(settings, models, bound, List.of(), rows));
            return new ComparedCsv(dataset, seeds, cases);
        }

        /** @param bound of all rows that are not on a scenario of their own */
        private Row row(Reading<Long> bound) {
            Reading<Long> own = whole(at(BOUND));
            return new Row(
                    text("method"),
                    kind(),
                    interval("simulated_nano_cost")
                            .optional()
                            .orElseThrow(() -> lines.fault(at("simulated_nano_cost"), "a cost")),
                    interval("over_best"),
                    interval("saved"),
                    whole(at("planned_nano_cost")),
                    own.optional().equals(bound.optional()) ? null : own,
                    number(at("proven_gap")),
                    text("proven").equals("true"),
                    whole("elapsed_nanos"),
                    mean("mean_delay_nanos"),
                    whole(at("p50_delay_nanos")),
                    whole(at("p95_delay_nanos")),
                    whole(at("p99_delay_nanos")),
                    mean("loaded_share"),
                    mean("fetched_share"),
                    mean("cloud_share"),
                    quality(),
                    neighbours(),
                    mean("backhaul_bytes"),
                    mean("switching_nanos"),
                    longest(),
                    "");
        }

        /** Null where plans are made for the total cost. */
        private LongestDelay longest() {
            return head.containsAll(List.of(ComparisonCsv.LONGEST.split(",")))
                    ? new LongestDelay(
                            number(at("longest_delay_nanos")),
                            whole(at("planned_longest_delay_nanos")),
                            whole(at("longest_delay_bound_nanos")))
                    : null;
        }

        private List<Setting> settings() {
            List<Setting> settings = new ArrayList<>();
            for (String parameter : parameters) {
                settings.add(new Setting(
                        parameter.substring(ComparisonCsv.SWEPT.length()).replace('_', '-'),
                        lines.finite(at(parameter))));
            }
            return settings;
        }

        private Kind kind() {
            return Arrays.stream(Kind.values())
                    .filter(kind -> kind.label().equals(text("kind")))
                    .findFirst()
                    .orElseThrow(() -> lines.fault(
                            at("kind"),
                            "one of "
                                    + String.join(
                                            ", ",
                                            Arrays.stream(Kind.values())
                                                    .map(Kind::label)
                                                    .toList())));
        }

        private int at(String column) {
            return head.indexOf(column);
        }

        private String text(String column) {
            return lines.text(at(column));
        }

        private long whole(String column) {
            return (long) lines.finite(at(column));
        }

        private Reading<Long> whole(int cell) {
            return number(cell)
                    .optional()
                    .map(number -> Reading.derived(number.longValue()))
                    .orElseGet(() -> Reading.notSupported(NOT_TOLD));
        }

        private Reading<Double> number(int cell) {
            return lines.text(cell).isEmpty() ? Reading.notSupported(NOT_TOLD) : Reading.derived(lines.finite(cell));
        }

        private Reading<Interval> interval(String column) {
            int cell = at(column);
            return lines.text(cell).isEmpty()
                    ? Reading.notSupported(NOT_TOLD)
                    : Reading.derived(new Interval(lines.finite(cell), number(cell + 1), number(cell + 2)));
        }

        /** Null where all answers are of full quality. */
        private Interval quality() {
            return head.contains(QUALITY) && lines.finite(at(QUALITY)) != 1 ? mean(QUALITY) : null;
        }

        /** Null where servers serve their own requests alone, or a method's neighbours served none. */
        private Interval neighbours() {
            return head.contains(ComparisonCsv.NEIGHBOURS) && lines.finite(at(ComparisonCsv.NEIGHBOURS)) > 0
                    ? mean(ComparisonCsv.NEIGHBOURS)
                    : null;
        }

        private Interval mean(String column) {
            return new Interval(
                    lines.finite(at(column)), Reading.notSupported(NOT_TOLD), Reading.notSupported(NOT_TOLD));
        }
    }
}

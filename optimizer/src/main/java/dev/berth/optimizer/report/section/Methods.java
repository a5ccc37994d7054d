package dev.berth.optimizer.report.section;

import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.ComparisonFile.Case;
import dev.berth.optimizer.document.ComparisonFile.Kind;
import dev.berth.optimizer.document.ComparisonFile.Row;
import dev.berth.optimizer.report.ComparedCsv;
import dev.berth.optimizer.report.Measure;
import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Curves;
import dev.berth.optimizer.report.chart.Curves.Axis;
import dev.berth.optimizer.report.chart.Curves.Curve;
import dev.berth.optimizer.report.chart.Curves.Point;
import dev.berth.optimizer.report.chart.Curves.Style;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.report.page.Block;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Part;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import dev.berth.text.VisibleText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Methods held against each other by what they cost in simulation; sweeps. */
final class Methods {
    private static final double NANO = 1e9;

    /** Methods dearer than this many times the cloud leave the charts; the table has them. */
    private static final double MOST = 1.5;

    /** Shares of the cloud's cost that nobody sees in a chart. */
    private static final double ALIKE = 0.005;

    private final String suffix;
    private final List<Case> cases;
    private final int seeds;
    private final List<String> assumptions;
    private final String made;
    private final Measure measure;

    Methods(String suffix, ComparisonFile file) {
        this(suffix, file, Measure.COST, Words.made(file));
    }

    /** @param made the command whose results it shows */
    Methods(String suffix, ComparisonFile file, Measure measure, String made) {
        this(suffix, file.cases(), file.seeds(), file.assumptions(), measure, made);
    }

    /** @param made the command whose results it shows */
    Methods(String suffix, ComparedCsv study, String made) {
        this(suffix, study.cases(), study.seeds(), List.of(), Measure.COST, made);
    }

    private Methods(
            String suffix, List<Case> cases, int seeds, List<String> assumptions, Measure measure, String made) {
        this.suffix = suffix;
        this.cases = cases;
        this.seeds = seeds;
        this.assumptions = assumptions;
        this.measure = measure;
        this.made = made;
    }

    Block block(String heading) {
        List<Part> parts = new ArrayList<>();
        charts().forEach(chart -> parts.add(Part.Drawn.of(chart)));
        parts.add(table());
        cases.stream()
                .flatMap(each -> each.notes().stream())
                .distinct()
                .forEach(note -> parts.add(new Part.Note(note)));
        parts.addAll(Words.assumed(assumptions));
        return new Block("methods" + suffix, heading, parts);
    }

    private String about() {
        return "Simulated on the same requests, "
                + (seeds == 1
                        ? "n = 1 seed (of one run there is no interval)"
                        : "mean of n = " + seeds + " seeds with its 95 % interval")
                + ".";
    }

    private boolean isSweep() {
        return cases.size() > 1;
    }

    /** One chart where nothing is swept, else one a parameter that is swept by itself. */
    List<Chart> charts() {
        if (!isSweep()) {
            return List.of(bars(cases.get(0)));
        }
        // Of several parameters the last one runs along the axis, the others name panels.
        Map<String, Map<String, List<Point>>> panels = new LinkedHashMap<>();
        Map<String, Kind> kinds = new LinkedHashMap<>();
        String parameter = "";
        for (Case each : cases) {
            List<ComparisonFile.Setting> settings = each.settings();
            ComparisonFile.Setting along = settings.get(settings.size() - 1);
            parameter = along.parameter();
            String panel = words(settings.subList(0, settings.size() - 1));
            for (Row row : each.rows()) {
                String name = name(row);
                kinds.put(name, row.kind());
                measure.point(along.value(), row)
                        .ifPresent(point -> panels.computeIfAbsent(panel, key -> new LinkedHashMap<>())
                                .computeIfAbsent(name, key -> new ArrayList<>())
                                .add(point));
            }
        }
        kinds.keySet().removeIf(name -> panels.values().stream().noneMatch(methods -> methods.containsKey(name)));
        Map<String, List<String>> alike = alike(panels, kinds);
        List<Curve> curves = new ArrayList<>();
        panels.forEach((panel, methods) -> alike.forEach((name, names) -> Optional.ofNullable(methods.get(name))
                .ifPresent(points -> curves.add(new Curve(
                        String.join(", ", names),
                        kinds.get(name) == Kind.BASELINE ? Colour.FIT : Colour.SEVERAL,
                        kinds.get(name) == Kind.SOLVER ? Style.LINE : Style.DASHED,
                        panel,
                        "",
                        points)))));
        return List.of(new Curves(
                "sweep" + suffix,
                measure.title() + " over " + parameter + (measure == Measure.COST ? ", as a share of all-cloud" : ""),
                "Dashed: online policies (~), which see the past alone, and all-cloud. Methods that differ by less than"
                        + " half a percent all along are one line. "
                        + (measure == Measure.COST
                                ? "What is more than 1.5 times as dear as all-cloud leaves the chart at its top; the table"
                                        + " has it. "
                                : "")
                        + about(),
                made,
                new Axis(parameter, Unit.NUMBER, isWide()),
                new Axis(measure.axis(), measure.unit(), false),
                curves,
                List.of(),
                false,
                measure == Measure.COST ? MOST : null,
                panels.size() > 1));
    }

    /** Methods of one kind whose costs are the same all along are one line: the first of them, and all of them. */
    private Map<String, List<String>> alike(Map<String, Map<String, List<Point>>> panels, Map<String, Kind> kinds) {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        for (String name : kinds.keySet()) {
            String first = alike.keySet().stream()
                    .filter(other -> kinds.get(other) == kinds.get(name))
                    .filter(other -> panels.values().stream()
                            .allMatch(methods -> coincide(methods.get(other), methods.get(name))))
                    .findFirst()
                    .orElse(name);
            alike.computeIfAbsent(first, key -> new ArrayList<>()).add(name);
        }
        return alike;
    }

    private boolean coincide(List<Point> one, List<Point> other) {
        if (one == null || other == null || one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            double whole = measure == Measure.COST ? 1 : Math.abs(one.get(i).y());
            if (one.get(i).x() != other.get(i).x()
                    || Math.abs(one.get(i).y() - other.get(i).y()) > ALIKE * whole) {
                return false;
            }
        }
        return true;
    }

    /** Values far apart are drawn on a logarithmic axis. */
    private boolean isWide() {
        double[] values = cases.stream()
                .mapToDouble(
                        each -> each.settings().get(each.settings().size() - 1).value())
                .sorted()
                .toArray();
        return values[0] > 0 && values[values.length - 1] / values[0] >= 10;
    }

    private static String words(List<ComparisonFile.Setting> settings) {
        return settings.stream()
                .map(setting -> setting.parameter() + " " + Figures.plain(setting.value()))
                .collect(Collectors.joining(", "));
    }

    /** A solver and a policy may have the same name. */
    private static String name(Row row) {
        return VisibleText.of(row.kind() == Kind.POLICY ? "~" + row.name() : row.name());
    }

    private Bars bars(Case only) {
        return new Bars(
                "methods" + suffix + "-cost",
                "What each method costs in simulation",
                "In the unit of the scenario's prices; ~ online policy; what is more than 1.5 times as dear as all-cloud is cut. "
                        + about(),
                made,
                Unit.COST,
                true,
                only.rows().stream()
                        .map(row -> new Bars.Item(name(row), "", "", false))
                        .toList(),
                List.of(new Bars.Part(
                        "simulated cost",
                        Colour.COST,
                        only.rows().stream()
                                .map(row -> row.simulatedNanoCost().mean() / NANO)
                                .toList())),
                only.rows().stream()
                        .map(row -> new Bars.Whole(
                                row.simulatedNanoCost().mean() / NANO,
                                least(row.simulatedNanoCost()),
                                end(row.simulatedNanoCost().high()),
                                seeds))
                        .toList(),
                most(only),
                List.of());
    }

    /** Methods may be twenty times as dear as the cloud: nothing could be seen beside them. */
    private static Double most(Case only) {
        double cloud = only.rows().get(0).simulatedNanoCost().mean() / NANO;
        return cloud > 0 ? MOST * cloud : null;
    }

    private static Double end(Reading<Double> nanoCost) {
        return nanoCost.optional().map(cost -> cost / NANO).orElse(null);
    }

    private Table table() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.text("method", "method"));
        columns.add(Column.text("kind", "kind"));
        cases.get(0)
                .settings()
                .forEach(setting -> columns.add(Column.figure(setting.parameter(), "sweep_" + setting.parameter())));
        columns.addAll(List.of(
                Column.figure(seeds == 1 ? "cost" : "cost ± 95 %", "simulated_nano_cost"),
                Column.figure("from", "simulated_nano_cost_low"),
                Column.figure("to", "simulated_nano_cost_high"),
                Column.figure("over best", "over_best"),
                Column.figure("saved", "saved"),
                Column.figure("loaded", "loaded_share"),
                Column.figure("fetched", "fetched_share"),
                Column.figure("cloud", "cloud_share"),
                Column.figure("mean delay", "mean_delay_nanos"),
                Column.figure("p95", "p95_delay_nanos"),
                Column.figure("p99", "p99_delay_nanos"),
                Column.figure("planned", "planned_nano_cost"),
                Column.figure("over bound", "proven_gap")));
        boolean isNoted = cases.stream()
                .flatMap(each -> each.rows().stream())
                .anyMatch(row -> !row.note().isEmpty());
        boolean haveNeighbours =
                cases.stream().flatMap(each -> each.rows().stream()).anyMatch(row -> row.neighbourShare() != null);
        if (haveNeighbours) {
            columns.add(Column.figure("by neighbours", "neighbour_share"));
        }
        if (isNoted) {
            columns.add(Column.text("note", "note"));
        }
        Table table = new Table(
                "methods-table" + suffix,
                "Methods by simulated cost",
                "Over best: over the cheapest row. Saved: against all-cloud. Loaded, fetched, cloud: requests that found"
                        + " their model loaded, that waited for a download and a load, that the cloud served. Planned: cost"
                        + " with expected demand. " + about(),
                made,
                columns);
        for (Case each : cases) {
            for (Row row : each.rows()) {
                List<Cell> cells = new ArrayList<>();
                cells.add(new Cell(name(row), row.name(), ""));
                cells.add(Cell.text(row.kind().label()));
                each.settings().forEach(setting -> cells.add(Cell.text(Figures.plain(setting.value()))));
                cells.addAll(List.of(
                        cost(row.simulatedNanoCost()),
                        Cell.of(row.simulatedNanoCost().low(), Methods::least),
                        Cell.of(row.simulatedNanoCost().high(), cost -> Cell.cost(cost)),
                        mean(row.overBest()),
                        mean(row.saved()),
                        Cell.share(row.loadedShare().mean()),
                        Cell.share(row.fetchedShare().mean()),
                        Cell.share(row.cloudShare().mean()),
                        Cell.nanos(row.meanDelayNanos().mean()),
                        Cell.of(row.p95DelayNanos(), nanos -> Cell.nanos(nanos)),
                        Cell.of(row.p99DelayNanos(), nanos -> Cell.nanos(nanos)),
                        Cell.of(row.plannedNanoCost(), cost -> Cell.cost(cost)),
                        Cell.of(row.provenGap(), Cell::share)));
                if (haveNeighbours) {
                    cells.add(Cell.share(
                            row.neighbourShare() == null
                                    ? 0
                                    : row.neighbourShare().mean()));
                }
                if (isNoted) {
                    cells.add(Cell.text(row.note()));
                }
                table.add("", "", cells);
            }
        }
        return table;
    }

    /** The interval of a mean of few seeds may reach below nothing, which no cost does; the file has it as it is. */
    private static Cell least(double nanoCost) {
        Cell whole = Cell.cost(nanoCost);
        return nanoCost < 0 ? new Cell("0", whole.value(), "the interval reaches below 0") : whole;
    }

    static Double least(Interval nanoCost) {
        return nanoCost.low().optional().map(low -> Math.max(0, low) / NANO).orElse(null);
    }

    static Cell cost(Interval nanoCost) {
        Cell mean = Cell.cost(nanoCost.mean());
        return nanoCost.high()
                .optional()
                .map(high -> {
                    if (nanoCost.mean() == 0) {
                        return new Cell("0 ± " + Cell.cost(high).shown(), mean.value(), "");
                    }
                    // As many decimals as the mean: the interval says how many of its digits mean something.
                    BigDecimal half = BigDecimal.valueOf((high - nanoCost.mean()) / NANO)
                            .setScale(Math.max(0, new BigDecimal(mean.shown()).scale()), RoundingMode.UP);
                    return new Cell(mean.shown() + " ± " + half.toPlainString(), mean.value(), "");
                })
                .orElse(mean);
    }

    private static Cell mean(Reading<Interval> share) {
        return Cell.of(share, interval -> Cell.share(interval.mean()));
    }
}

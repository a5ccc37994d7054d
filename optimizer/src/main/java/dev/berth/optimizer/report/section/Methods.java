package dev.berth.optimizer.report.section;

import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.ComparisonFile.Case;
import dev.berth.optimizer.document.ComparisonFile.Kind;
import dev.berth.optimizer.document.ComparisonFile.Row;
import dev.berth.optimizer.report.ComparedCsv;
import dev.berth.optimizer.report.Measure;
import dev.berth.optimizer.report.Pivot;
import dev.berth.optimizer.report.SimulationText;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Methods held against each other by what they cost in simulation; sweeps. */
final class Methods {
    private static final double NANO = 1e9;

    /** Methods dearer than this many times the cloud leave the charts; the table has them. */
    private static final double MOST = 1.5;

    /** The same in words. */
    static final String CUT = "what is more than 1.5 times as dear as all-cloud is cut";

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

    /** @param group what it is called in the page's contents */
    Block block(String group, String heading) {
        List<Part> parts = new ArrayList<>();
        if (isSweep()) {
            parts.add(Part.Drawn.of(sweep(measure)));
            if (hasLongest()) {
                parts.add(Part.Drawn.of(sweep(Measure.LONGEST_DELAY)));
            }
            parts.add(pivot());
            parts.add(new Part.Folded(
                    "Every method at every value, with intervals and delays",
                    List.of(Part.Drawn.of(sweep(Measure.DELAY)), table())));
        } else {
            parts.add(Part.Drawn.of(bars(cases.get(0))));
            parts.add(table());
        }
        cases.stream()
                .flatMap(each -> each.notes().stream())
                .distinct()
                .forEach(note -> parts.add(new Part.Note(note)));
        parts.addAll(Words.assumed(assumptions));
        return new Block("methods" + suffix, group, heading, parts);
    }

    private String about() {
        return about(seeds == 1 ? " (of one run there is no interval)" : " with its 95 % interval");
    }

    /** @param interval what is said of it; empty where none is shown */
    private String about(String interval) {
        return "Simulated on the same requests, " + (seeds == 1 ? "n = 1 seed" : "mean of n = " + seeds + " seeds")
                + interval + ".";
    }

    private boolean isSweep() {
        return cases.size() > 1;
    }

    /** Whether plans are made for the longest mean delay. */
    private boolean hasLongest() {
        return cases.stream().flatMap(each -> each.rows().stream()).allMatch(row -> row.longestDelay() != null);
    }

    /** In the order of the page; the first is by the measure that was asked for. */
    List<Chart> charts() {
        if (!isSweep()) {
            return List.of(bars(cases.get(0)));
        }
        List<Chart> charts = new ArrayList<>(List.of(sweep(measure)));
        if (hasLongest() && measure != Measure.LONGEST_DELAY) {
            charts.add(sweep(Measure.LONGEST_DELAY));
        }
        if (measure != Measure.DELAY) {
            charts.add(sweep(Measure.DELAY));
        }
        return charts;
    }

    /** Over the parameter that is swept last; where others are swept too, a panel for each of their values. */
    private Chart sweep(Measure measure) {
        // Of several parameters the last one runs along the axis, the others name panels.
        Pivot pivot = Pivot.of(cases, measure);
        String parameter = pivot.across();
        Map<String, Map<String, List<Point>>> panels = new LinkedHashMap<>();
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (Pivot.Line line : pivot.rows()) {
            String name = VisibleText.of(line.method());
            List<Point> points =
                    line.points().stream().flatMap(Optional::stream).toList();
            kinds.put(name, line.kind());
            if (!points.isEmpty()) {
                panels.computeIfAbsent(panel(pivot, line), key -> new LinkedHashMap<>())
                        .put(name, points);
            }
        }
        kinds.keySet().removeIf(name -> panels.values().stream().noneMatch(methods -> methods.containsKey(name)));
        Map<String, List<String>> alike = alike(measure, panels, kinds);
        List<Curve> curves = new ArrayList<>();
        panels.forEach((panel, methods) -> alike.forEach((name, names) -> Optional.ofNullable(methods.get(name))
                .ifPresent(points -> curves.add(new Curve(
                        String.join(", ", names),
                        kinds.get(name) == Kind.BASELINE ? Colour.FIT : Colour.SEVERAL,
                        kinds.get(name) == Kind.SOLVER ? Style.LINE : Style.DASHED,
                        panel,
                        "",
                        points)))));
        if (measure == Measure.COST) {
            curves.removeIf(curve -> curve.points().stream().allMatch(point -> point.y() > MOST));
        }
        return new Curves(
                "sweep" + suffix + (measure == this.measure ? "" : "-" + measure.word()),
                measure.title() + " over " + parameter + (measure == Measure.COST ? ", as a share of all-cloud" : ""),
                "Dashed: online policies (~), which see the past alone, and all-cloud. Methods that differ by less than"
                        + " half a percent all along are one line. "
                        + (measure == Measure.COST
                                ? "What is more than 1.5 times as dear as all-cloud leaves the chart at its top, and is not"
                                        + " drawn where it always is; the table has it. "
                                : "")
                        + about(),
                made,
                new Axis(parameter, Unit.NUMBER, isWide(pivot.values())),
                new Axis(measure.axis(), measure.unit(), false),
                curves,
                List.of(),
                false,
                measure == Measure.COST ? MOST : null,
                panels.size() > 1);
    }

    /** Methods of one kind whose costs are the same all along are one line: the first of them, and all of them. */
    private Map<String, List<String>> alike(
            Measure measure, Map<String, Map<String, List<Point>>> panels, Map<String, Kind> kinds) {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        for (String name : kinds.keySet()) {
            String first = alike.keySet().stream()
                    .filter(other -> kinds.get(other) == kinds.get(name))
                    .filter(other -> panels.values().stream()
                            .allMatch(methods -> coincide(measure, methods.get(other), methods.get(name))))
                    .findFirst()
                    .orElse(name);
            alike.computeIfAbsent(first, key -> new ArrayList<>()).add(name);
        }
        return alike;
    }

    private static boolean coincide(Measure measure, List<Point> one, List<Point> other) {
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
    private static boolean isWide(List<Double> values) {
        double least = Collections.min(values);
        return least > 0 && Collections.max(values) / least >= 10;
    }

    private static String panel(Pivot pivot, Pivot.Line line) {
        return IntStream.range(0, pivot.down().size())
                .mapToObj(
                        i -> pivot.down().get(i) + " " + Figures.plain(line.at().get(i)))
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
                "In the unit of the scenario's prices; ~ online policy; " + CUT + ". " + about(),
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
                most(only.rows().get(0).simulatedNanoCost().mean() / NANO),
                List.of());
    }

    /**
     * Where charts of costs end: methods may be twenty times as dear as the cloud, and nothing could be seen beside
     * them.
     *
     * @param cloud what all-cloud costs
     */
    static Double most(double cloud) {
        return cloud > 0 ? MOST * cloud : null;
    }

    private static Double end(Reading<Double> nanoCost) {
        return nanoCost.optional().map(cost -> cost / NANO).orElse(null);
    }

    private Table pivot() {
        Pivot pivot = Pivot.of(cases, measure);
        List<Column> columns = new ArrayList<>();
        columns.add(Column.text("method", "method"));
        pivot.down().forEach(parameter -> columns.add(Column.figure(parameter, "sweep_" + parameter)));
        pivot.values()
                .forEach(value ->
                        columns.add(Column.figure(Figures.plain(value), pivot.across() + "_" + Figures.plain(value))));
        Table table = new Table(
                "pivot-table" + suffix,
                measure.title() + " by " + pivot.across()
                        + (measure == Measure.COST ? ", as a share of all-cloud's" : ""),
                about(""),
                made,
                columns);
        for (Pivot.Line row : pivot.rows()) {
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.text(VisibleText.of(row.method())));
            row.at().forEach(value -> cells.add(Cell.text(Figures.plain(value))));
            row.points()
                    .forEach(point -> cells.add(
                            point.map(at -> measure.unit() == Unit.SHARE ? Cell.share(at.y()) : Cell.nanos(at.y()))
                                    .orElseGet(() -> Cell.none("the method has no figure there"))));
            table.add("", "", cells);
        }
        return table;
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
                .map(high -> new Cell(SimulationText.cost(nanoCost), mean.value(), ""))
                .orElse(mean);
    }

    private static Cell mean(Reading<Interval> share) {
        return Cell.of(share, interval -> Cell.share(interval.mean()));
    }
}

package dev.berth.optimizer.report.section;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.PreloadSetting;
import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.report.page.Block;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Part;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** How long each model's preload takes, and what it waits for. */
final class Preloads {
    private Preloads() {}

    /** Empty where nothing was loaded by itself. */
    static Optional<Block> block(Measured measured) {
        if (measured.settings().isEmpty()) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Drawn(charts(measured)));
        parts.add(table(measured));
        parts.add(new Part.Folded(
                "Cold proofs, drift, coefficient of variation, runs left out", List.of(evidence(measured))));
        parts.add(new Part.Folded("Phases of each preload", List.of(phases(measured))));
        return Optional.of(new Block(measured.id("preload"), "Preload delay", measured.heading(), parts));
    }

    /** One a device, tier and reader that takes time. */
    static List<Chart> charts(Measured measured) {
        List<Chart> charts = new ArrayList<>();
        // What is on the device already is looked up in microseconds: no bar would show.
        List<PreloadSetting> shown = measured.settings().stream()
                .filter(setting -> setting.tier() != CacheTier.DEVICE_RESIDENT)
                .toList();
        List<String> names = shown.stream()
                .map(setting -> Words.of(setting, measured.settings()))
                .toList();
        for (PreloadSetting setting : shown) {
            String id = charts.isEmpty() ? "" : Words.id("-", names, charts.size());
            charts.add(chart(measured, setting, id));
        }
        return charts;
    }

    private static Bars chart(Measured measured, PreloadSetting setting, String id) {
        List<Measured.Load> loads = measured.loads(setting);
        List<Bars.Part> parts = new ArrayList<>();
        for (PreloadPhase phase : PreloadPhase.values()) {
            List<Double> values = loads.stream()
                    .map(load -> load.preload().phases().get(phase))
                    .map(time -> time == null ? null : Double.valueOf((double) time.p50Nanos()))
                    .collect(Collectors.toCollection(ArrayList::new));
            if (values.stream().anyMatch(Objects::nonNull)) {
                parts.add(new Bars.Part(phase.label(), Colour.of(phase), values));
            }
        }
        List<Double> least = new ArrayList<>();
        for (Measured.Load load : loads) {
            OptionalDouble nanos = measured.leastNanos(load);
            least.add(nanos.isPresent() ? nanos.getAsDouble() : null);
        }
        boolean held = least.stream().anyMatch(Objects::nonNull);
        return new Bars(
                measured.id("preload" + id),
                "Preload by phase, " + Words.of(setting, measured.settings()),
                "Medians of each phase; the interval is the 95 % one of the whole's median. "
                        + (held
                                ? "The line is what direct reads of the same files take at the rate storage gave. "
                                : "")
                        + Words.n(loads.stream()
                                .map(load -> (long) load.preload().total().n())
                                .toList())
                        + " runs a model. " + setting.describe() + ".",
                measured.made(),
                Unit.NANOS,
                true,
                loads.stream()
                        .map(load -> new Bars.Item(
                                Measured.name(load.profile()),
                                Measured.name(load.profile()),
                                setting.tier().label(),
                                Words.isSynthetic(load.profile().model())))
                        .toList(),
                parts,
                loads.stream().map(load -> whole(load.preload().total())).toList(),
                null,
                held ? List.of(new Bars.Part("disk's ceiling", Colour.LIMIT, least)) : List.of());
    }

    static Bars.Whole whole(Distribution total) {
        return new Bars.Whole((double) total.p50Nanos(), Words.low(total), Words.high(total), total.n());
    }

    private static Table table(Measured measured) {
        Table table = new Table(
                measured.id("preload-table"),
                "Preload delay, a row a model, tier and reader",
                "Delays of n runs each; p90 is given from 64 runs on, p99 from 662. % of disk: of direct reads of the same"
                        + " files; % of link: of the way into the device's memory; both in the same session.",
                measured.made(),
                List.of(
                        Column.text("model", "model"),
                        Column.text("weights", "weights"),
                        Column.figure("size", "weight_bytes"),
                        Column.text("device", "device"),
                        Column.text("tier", "tier"),
                        Column.text("reader", "reader"),
                        Column.figure("n", "n"),
                        Column.figure("median", "p50_nanos"),
                        Column.figure("95 % from", "p50_low_nanos"),
                        Column.figure("to", "p50_high_nanos"),
                        Column.figure("mean", "mean_nanos"),
                        Column.figure("p90", "p90_nanos"),
                        Column.figure("p99", "p99_nanos"),
                        Column.figure("max", "max_nanos"),
                        Column.figure("rate", "bytes_per_second"),
                        Column.figure("% of disk", "fraction_of_disk"),
                        Column.figure("% of link", "fraction_of_link"),
                        Column.text("bound by", "bound_by")));
        for (PreloadSetting setting : measured.settings()) {
            for (Measured.Load load : measured.loads(setting)) {
                add(table, load);
            }
        }
        return table;
    }

    private static void add(Table table, Measured.Load load) {
        Preload preload = load.preload();
        Distribution total = preload.total();
        table.add(
                Measured.name(load.profile()),
                preload.tier().label(),
                List.of(
                        Cell.text(load.profile().model().name()),
                        Cell.text(load.profile().model().provenance().label()),
                        Cell.bytes(load.profile().model().weightBytes()),
                        Cell.text(preload.device()),
                        Cell.text(preload.tier().label()),
                        Cell.text(preload.reader()),
                        Cell.count(total.n()),
                        Cell.nanos(total.p50Nanos()),
                        Cell.of(total.p50LowNanos(), nanos -> Cell.nanos(nanos)),
                        Cell.of(total.p50HighNanos(), nanos -> Cell.nanos(nanos)),
                        Cell.nanos(total.meanNanos()),
                        Cell.of(total.p90Nanos(), nanos -> Cell.nanos(nanos)),
                        Cell.of(total.p99Nanos(), nanos -> Cell.nanos(nanos)),
                        Cell.nanos(total.maxNanos()),
                        preload.bytes() == 0
                                ? Cell.none("what is on the device already is not carried there")
                                : Cell.rate(preload.bytesPerSecond()),
                        Cell.of(preload.fractionOfDisk(), Cell::share),
                        Cell.of(preload.fractionOfLink(), Cell::share),
                        Cell.text(preload.boundBy())));
    }

    private static Table evidence(Measured measured) {
        Table table = new Table(
                measured.id("evidence-table"),
                "What each preload rests on",
                "Proven: runs whose tier was shown by residency and by what was read. Left out: runs that could not prove"
                        + " their tier, or failed. Drift: median of the last third of the runs over that of the first,"
                        + " less one.",
                measured.made(),
                List.of(
                        Column.text("model", "model"),
                        Column.text("device", "device"),
                        Column.text("tier", "tier"),
                        Column.text("reader", "reader"),
                        Column.figure("threads", "threads"),
                        Column.figure("read size", "chunk_bytes"),
                        Column.figure("proven", "proven_runs"),
                        Column.figure("unproven", "unproven_runs"),
                        Column.figure("failed", "failed_runs"),
                        Column.figure("variation", "coefficient_of_variation"),
                        Column.figure("drift", "drift"),
                        Column.figure("processor energy", "processor_joules"),
                        Column.text("notes", "notes")));
        for (PreloadSetting setting : measured.settings()) {
            for (Measured.Load load : measured.loads(setting)) {
                Preload preload = load.preload();
                table.add(
                        Measured.name(load.profile()),
                        preload.tier().label(),
                        List.of(
                                Cell.text(load.profile().model().name()),
                                Cell.text(preload.device()),
                                Cell.text(preload.tier().label()),
                                Cell.text(preload.reader()),
                                Cell.count(preload.threads()),
                                Cell.bytes(preload.chunkBytes()),
                                Cell.count(preload.total().n()),
                                Cell.count(preload.unprovenRuns()),
                                Cell.count(preload.failedRuns()),
                                Cell.share(preload.coefficientOfVariation()),
                                Cell.of(preload.drift(), Cell::share),
                                Cell.of(preload.energy().processor(), spent -> Cell.number(spent.meanJoules())),
                                Cell.text(String.join("; ", preload.notes()))));
            }
        }
        return table;
    }

    private static Table phases(Measured measured) {
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("model", "model"),
                Column.text("device", "device"),
                Column.text("tier", "tier"),
                Column.text("reader", "reader")));
        for (PreloadPhase phase : PreloadPhase.values()) {
            columns.add(Column.figure(phase.label(), phase.name().toLowerCase(java.util.Locale.ROOT) + "_p50_nanos"));
        }
        columns.add(Column.figure("whole", "p50_nanos"));
        Table table = new Table(
                measured.id("phase-table"),
                "Medians of each phase",
                "Phases are disjoint and sum to the whole in each run; their medians need not.",
                measured.made(),
                columns);
        for (PreloadSetting setting : measured.settings()) {
            for (Measured.Load load : measured.loads(setting)) {
                List<Cell> cells = new ArrayList<>(List.of(
                        Cell.text(load.profile().model().name()),
                        Cell.text(setting.device()),
                        Cell.text(setting.tier().label()),
                        Cell.text(setting.reader())));
                for (PreloadPhase phase : PreloadPhase.values()) {
                    Distribution time = load.preload().phases().get(phase);
                    cells.add(time == null ? Cell.none("no such phase") : Cell.nanos(time.p50Nanos()));
                }
                cells.add(Cell.nanos(load.preload().total().p50Nanos()));
                table.add(Measured.name(load.profile()), setting.tier().label(), cells);
            }
        }
        return table;
    }
}

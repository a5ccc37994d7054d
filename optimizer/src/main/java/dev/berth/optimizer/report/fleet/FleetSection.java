package dev.berth.optimizer.report.fleet;

import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.LinkSlot;
import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Curves;
import dev.berth.optimizer.report.chart.Curves.Axis;
import dev.berth.optimizer.report.chart.Curves.Curve;
import dev.berth.optimizer.report.chart.Curves.Limit;
import dev.berth.optimizer.report.chart.Curves.Point;
import dev.berth.optimizer.report.chart.Curves.Style;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.report.page.Block;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Part;
import dev.berth.text.Figures;
import dev.berth.text.VisibleText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A fleet: what its plans come to, what the link costs when, and how servers and models differ. */
public final class FleetSection {
    private static final double NANO = 1e9;

    /** Steps of a distribution that are drawn: a fleet of any size is a curve of as many points. */
    private static final int MOST_STEPS = 200;

    /** Models that are drawn; the table has more. */
    private static final int MOST_BARS = 24;

    private final String suffix;
    private final FleetSummary fleet;
    private final FleetFile file;
    private final String made;
    private final FleetTables tables;

    /**
     * @param suffix of ids on the page; empty for the first
     * @param made the command behind it
     */
    public FleetSection(String suffix, FleetSummary fleet, String made) {
        this.suffix = suffix;
        this.fleet = fleet;
        this.made = made;
        file = fleet.file();
        tables = new FleetTables(suffix, fleet, made);
    }

    /** {@code 100 servers}, {@code 96 slots of 15 min}. */
    static String size(FleetFile file) {
        return file.servers() + (file.servers() == 1 ? " server, " : " servers, ") + file.slots() + " slots of "
                + Figures.clock(Duration.ofSeconds(Math.round(file.slotSeconds())));
    }

    /** The fleet in a sentence, for the top of a page. */
    public static String sentence(FleetFile file) {
        return "The plans of " + file.servers() + " servers cost "
                + saved(file)
                + (file.boundNanoCost().optional().isPresent()
                        ? "; proven, no plans cost less than " + Figures.percent(1 - gap(file), 1) + " of what they do."
                        : ".");
    }

    private static String saved(FleetFile file) {
        if (file.allCloudNanoCost() == 0) {
            return Cell.cost(file.cost().totalNanoCost()).shown() + ", and sending every request to the cloud nothing";
        }
        double saved = 1 - (double) file.cost().totalNanoCost() / (double) file.allCloudNanoCost();
        return Cell.percent(Math.abs(saved)) + (saved < 0 ? " more" : " less")
                + " than sending every request to the cloud";
    }

    /** What the plans cost over what is proven, as a share of the cost. */
    private static double gap(FleetFile file) {
        long total = file.cost().totalNanoCost();
        return total == 0
                ? 0
                : ((double) total - (double) file.boundNanoCost().optional().orElse(0L)) / (double) total;
    }

    /** Figures that a person can quote. */
    public static List<Part.Quote> quotes(FleetFile file) {
        List<Part.Quote> quotes = new ArrayList<>();
        quotes.add(new Part.Quote(
                String.valueOf(file.servers()), "servers planned together", "by " + VisibleText.of(file.solver())));
        if (file.allCloudNanoCost() > 0) {
            quotes.add(new Part.Quote(
                    saved(file).replaceFirst(" than.*", ""),
                    "than sending every request to the cloud",
                    "planned cost, expected demand of " + size(file)));
        }
        file.boundNanoCost()
                .optional()
                .ifPresent(bound -> quotes.add(new Part.Quote(
                        Figures.percent(gap(file), 2),
                        "of the cost is all that better plans could save",
                        "proven, of all servers together")));
        return quotes;
    }

    /** All of it under one heading. */
    public Block block(String name) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Paragraph(cost()));
        parts.add(new Part.Note(size(file) + ": " + VisibleText.of(file.note()) + "."));
        if (file.sharedBackhaul() != null) {
            parts.add(new Part.Drawn(link()));
            if (!isScarce()) {
                parts.add(new Part.Note(
                        "No slot of the shared backhaul is scarce: a download is charged nothing for it."));
            }
            parts.add(new Part.Folded("Every slot of the shared backhaul", List.of(tables.link())));
        }
        parts.add(new Part.Drawn(List.of(saved(), used(), costs(), keeping())));
        parts.add(tables.shares());
        parts.add(tables.costs());
        parts.add(tables.most());
        parts.add(tables.least());
        parts.add(tables.models());
        parts.add(new Part.Note("Every server is in servers/ and what each keeps in plans/, Parquet files beside "
                + FleetFile.NAME + "."));
        return new Block("fleet" + suffix, "Fleet", name, parts);
    }

    /** Every chart, in the order of the block. */
    public List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        if (file.sharedBackhaul() != null) {
            charts.addAll(link());
        }
        charts.addAll(List.of(saved(), used(), costs(), keeping()));
        return charts;
    }

    private List<Chart> link() {
        return isScarce() ? List.of(prices(), downloads()) : List.of(downloads());
    }

    private boolean isScarce() {
        return file.sharedBackhaul().stream().anyMatch(slot -> slot.priceNanoCostPerGigabyte() > 0);
    }

    private String cost() {
        return "The plans of " + VisibleText.of(file.solver()) + " for " + file.servers() + " servers cost "
                + Cell.cost(file.cost().totalNanoCost()).shown()
                + " in the unit of the scenario's prices; serving everything from the cloud (all-cloud) costs "
                + Cell.cost(file.allCloudNanoCost()).shown()
                + file.boundNanoCost()
                        .optional()
                        .map(bound -> "; no plans cost less than "
                                + Cell.cost(bound).shown() + ", proven: a gap of " + Figures.percent(gap(file), 2)
                                + " of the cost.")
                        .orElse("; nothing is proven of them.");
    }

    private Curves prices() {
        return overSlots(
                "prices",
                "What a download over the shared backhaul is charged",
                "For a gigabyte, in the unit of the scenario's prices, slot by slot: what holds the servers back where the"
                        + " backhaul is scarce. It is no part of the cost. " + size(file) + ".",
                new Axis("price of 1 GB", Unit.COST, false),
                new Curve(
                        "price",
                        Colour.SWITCHING,
                        Style.STEP,
                        "",
                        "",
                        steps(slot -> slot.priceNanoCostPerGigabyte() / NANO)),
                List.of());
    }

    private Curves downloads() {
        return overSlots(
                "downloads",
                "What all servers download, against what the backhaul carries",
                "Sum over " + size(file) + ".",
                new Axis("bytes in a slot", Unit.BYTES, false),
                new Curve("downloads", Colour.STORAGE, Style.STEP, "", "", steps(slot ->
                        (double) slot.downloadedBytes())),
                file.sharedBackhaulBytesPerSlot()
                        .optional()
                        .map(bytes -> List.of(new Limit("backhaul", (double) bytes, "")))
                        .orElse(List.of()));
    }

    private Curves overSlots(String what, String title, String about, Axis y, Curve curve, List<Limit> limits) {
        return new Curves(
                "fleet" + suffix + "-" + what,
                title,
                about,
                made,
                new Axis("time since slot 0", Unit.CLOCK, false),
                y,
                List.of(curve),
                limits,
                false,
                null,
                false);
    }

    private List<Point> steps(ToDoubleFunction<LinkSlot> value) {
        List<Point> points = new ArrayList<>();
        List<LinkSlot> slots = file.sharedBackhaul();
        for (int slot = 0; slot < slots.size(); slot++) {
            points.add(Point.of(slot * file.slotSeconds(), value.applyAsDouble(slots.get(slot))));
        }
        points.add(Point.of(slots.size() * file.slotSeconds(), value.applyAsDouble(slots.get(slots.size() - 1))));
        return points;
    }

    private Curves saved() {
        Distribution saved = Distribution.of(fleet.servers(), FleetSummary::saved);
        return distribution(
                "saved",
                "Servers by what their plans save",
                "Share of servers that save no more against all-cloud; n = " + saved.n() + " servers.",
                new Axis("saved", Unit.SHARE, false),
                List.of(curve("saved", Colour.COST, saved, value -> value)));
    }

    private Curves used() {
        Distribution storage = Distribution.of(fleet.servers(), FleetSummary::storage);
        Distribution memory = Distribution.of(fleet.servers(), FleetSummary::memory);
        return distribution(
                "used",
                "Servers by how full they get",
                "Share of servers that use no more of what they have, each in its slot that takes most; n = "
                        + storage.n() + " servers for storage, " + memory.n() + " for device memory.",
                new Axis("share of the server's own", Unit.SHARE, false),
                List.of(
                        curve("storage", Colour.STORAGE, storage, value -> value),
                        curve("device memory", Colour.MEMORY, memory, value -> value)));
    }

    private Curves costs() {
        Distribution plans = Distribution.of(
                fleet.servers(), server -> Distribution.some(server.cost().totalNanoCost()));
        Distribution cloud = Distribution.of(fleet.servers(), server -> Distribution.some(server.allCloudNanoCost()));
        return distribution(
                "costs",
                "Servers by what they cost",
                "Share of servers that cost no more, in the unit of the scenario's prices; n = " + plans.n()
                        + " servers.",
                new Axis("cost of a server", Unit.COST, false),
                List.of(
                        curve("planned", Colour.COST, plans, value -> value / NANO),
                        curve("all-cloud", Colour.FIT, cloud, value -> value / NANO)));
    }

    private Curves distribution(String what, String title, String about, Axis x, List<Curve> curves) {
        return new Curves(
                "fleet" + suffix + "-" + what,
                title,
                about,
                made,
                x,
                new Axis("share of servers", Unit.SHARE, false),
                curves.stream().filter(curve -> !curve.points().isEmpty()).toList(),
                List.of(),
                false,
                null,
                false);
    }

    private static Curve curve(String name, Colour colour, Distribution values, Function<Double, Double> shown) {
        return new Curve(
                name,
                colour,
                Style.LINE,
                "",
                "",
                values.steps(MOST_STEPS).stream()
                        .map(step -> Point.of(shown.apply(step.value()), step.share()))
                        .toList());
    }

    private Bars keeping() {
        List<FleetSummary.Keeping> models = fleet.models();
        List<FleetSummary.Keeping> shown = models.subList(0, Math.min(MOST_BARS, models.size()));
        return new Bars(
                "fleet" + suffix + "-models",
                "Models by how many servers keep them",
                "Share of the servers that keep a model at some time; n = " + file.servers() + " servers."
                        + (shown.size() < models.size()
                                ? " The first " + MOST_BARS + " of " + models.size() + " models."
                                : ""),
                made,
                Unit.SHARE,
                false,
                shown.stream()
                        .map(model ->
                                new Bars.Item(VisibleText.of(model.name()), VisibleText.of(model.name()), "", false))
                        .toList(),
                List.of(
                        new Bars.Part(
                                "kept",
                                Colour.STORAGE,
                                shown.stream()
                                        .map(FleetSummary.Keeping::keptShare)
                                        .toList()),
                        new Bars.Part(
                                "in device memory",
                                Colour.MEMORY,
                                shown.stream()
                                        .map(FleetSummary.Keeping::loadedShare)
                                        .toList())),
                List.of(),
                null,
                List.of());
    }
}

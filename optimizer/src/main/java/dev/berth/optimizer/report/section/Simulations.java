package dev.berth.optimizer.report.section;

import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.report.page.Block;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Part;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.record.Reading;
import dev.berth.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Requests replayed one by one. */
final class Simulations {
    private static final double NANO = 1e9;
    private static final String BOUND = "a bound keeps and moves nothing";

    private final String suffix;
    private final SimulationFile file;

    Simulations(String suffix, SimulationFile file) {
        this.suffix = suffix;
        this.file = file;
    }

    Block block(String name) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Drawn(charts()));
        parts.add(table("simulation-table" + suffix, "Methods in simulation", file.results()));
        int number = 0;
        for (SimulationFile.ServerResults server : file.named()) {
            number++;
            parts.add(table(
                    "simulation-table" + suffix + "-" + number,
                    "Server " + server.name() + " by itself",
                    server.results()));
        }
        file.others().ifPresent(line -> parts.add(new Part.Note(line + ".")));
        file.notes().forEach(note -> parts.add(new Part.Note(note)));
        parts.addAll(Words.assumed(file.assumptions()));
        return new Block("simulation" + suffix, "Simulation", name, parts);
    }

    private String about() {
        return "n = " + file.seeds() + (file.seeds() == 1 ? " seed" : " seeds") + " of " + file.slots() + " slots.";
    }

    private String made() {
        return Words.made(file);
    }

    private List<Bars.Part> parts() {
        List<Bars.Part> parts = new ArrayList<>(List.of(
                part("resources", Colour.RESOURCES, SimulationResult::resourcesNanoCost, NANO),
                part("waiting requests", Colour.WAITING, SimulationResult::delayNanoCost, NANO),
                part("switching", Colour.SWITCHING, SimulationResult::switchingNanoCost, NANO)));
        if (file.results().stream().anyMatch(result -> result.qualityNanoCost() != null)) {
            parts.add(part("lack of quality", Colour.QUALITY, Simulations::lost, NANO));
        }
        return parts;
    }

    private List<Bars.Part> found() {
        List<Bars.Part> parts = new ArrayList<>(List.of(
                part("loaded", Colour.MEMORY, SimulationResult::loadedShare, 1),
                part("stored", Colour.STORAGE, SimulationResult::storedShare, 1),
                part("absent", Colour.CLOUD, SimulationResult::absentShare, 1)));
        if (file.results().stream().anyMatch(result -> result.hostedShare() != null)) {
            parts.add(1, part("in host memory", Colour.PAGE_CACHE, Simulations::hosted, 1));
        }
        return parts;
    }

    private static Interval hosted(SimulationResult result) {
        return result.hostedShare() == null ? Interval.of(new double[] {0}) : result.hostedShare();
    }

    private static Interval lost(SimulationResult result) {
        return result.qualityNanoCost() == null ? Interval.of(new double[] {0}) : result.qualityNanoCost();
    }

    List<Chart> charts() {
        List<SimulationResult> results = file.results();
        List<Bars.Item> items = results.stream()
                .map(result -> new Bars.Item(VisibleText.of(result.label()), "", "", false))
                .toList();
        Bars cost = new Bars(
                "simulated-cost" + suffix,
                "Parts of the simulated cost",
                "Means of a run, in the unit of the scenario's prices; the interval is the 95 % one of the whole; "
                        + Methods.CUT + ". " + about(),
                made(),
                Unit.COST,
                true,
                items,
                parts(),
                results.stream()
                        .map(result -> new Bars.Whole(
                                result.totalNanoCost().mean() / NANO,
                                Methods.least(result.totalNanoCost()),
                                end(result.totalNanoCost().high()),
                                file.seeds()))
                        .toList(),
                Methods.most(results.get(0).totalNanoCost().mean() / NANO),
                List.of());
        Bars found = new Bars(
                "simulated-requests" + suffix,
                "Where requests found their model",
                "Shares of requests; absent: served by the cloud, or after a download and a load. " + about(),
                made(),
                Unit.SHARE,
                true,
                items,
                found(),
                List.of(),
                null,
                List.of());
        return List.of(cost, found);
    }

    private Bars.Part part(String name, Colour colour, Function<SimulationResult, Interval> of, double scale) {
        return new Bars.Part(
                name,
                colour,
                file.results().stream()
                        .map(result -> of.apply(result).mean() / scale)
                        .toList());
    }

    private static Double end(Reading<Double> nanoCost) {
        return nanoCost.optional().map(cost -> cost / NANO).orElse(null);
    }

    private Table table(String id, String caption, List<SimulationResult> results) {
        boolean haveNeighbours = results.stream().anyMatch(result -> result.neighbourShare() != null);
        boolean routes = results.stream().anyMatch(result -> result.routing() != null);
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("method", "method"),
                Column.figure(file.seeds() == 1 ? "cost" : "cost ± 95 %", "total_nano_cost"),
                Column.figure("saved", "saved"),
                Column.figure("requests", "requests"),
                Column.figure("loaded", "loaded_share"),
                Column.figure("stored", "stored_share"),
                Column.figure("fetched", "fetched_share"),
                Column.figure("cloud", "cloud_share"),
                Column.figure("mean delay", "mean_delay_nanos"),
                Column.figure("p50", "p50_nanos"),
                Column.figure("p95", "p95_nanos"),
                Column.figure("p99", "p99_nanos"),
                Column.figure("max", "max_nanos"),
                Column.figure("switching", "switching_nanos"),
                Column.figure("backhaul", "backhaul_bytes")));
        if (routes) {
            columns.add(Column.figure("away", "away_share"));
            columns.add(Column.figure("lost", "lost_share"));
        }
        if (haveNeighbours) {
            columns.add(Column.figure("by neighbours", "neighbour_share"));
        }
        Table table = new Table(
                id,
                caption,
                "Requests and percentiles of all runs together, all else the mean of a run. Saved: against all-cloud. "
                        + about(),
                made(),
                columns);
        double cloud = results.get(0).totalNanoCost().mean();
        for (SimulationResult result : results) {
            List<Cell> cells = new ArrayList<>(List.of(
                    Cell.text(result.label()),
                    Methods.cost(result.totalNanoCost()),
                    cloud == 0
                            ? Cell.none("all-cloud costs nothing")
                            : Cell.share(1 - result.totalNanoCost().mean() / cloud),
                    Cell.count(result.delay().n()),
                    found(result, result.loadedShare()),
                    found(result, result.storedShare()),
                    found(result, result.fetchedShare()),
                    found(result, result.cloudShare()),
                    Cell.nanos(result.meanDelayNanos().mean()),
                    Cell.of(result.delay().p50Nanos(), nanos -> Cell.nanos(nanos)),
                    Cell.of(result.delay().p95Nanos(), nanos -> Cell.nanos(nanos)),
                    Cell.of(result.delay().p99Nanos(), nanos -> Cell.nanos(nanos)),
                    Cell.of(result.delay().maxNanos(), nanos -> Cell.nanos(nanos)),
                    result.isBound()
                            ? Cell.none(BOUND)
                            : Cell.nanos(result.switchingNanos().mean()),
                    result.isBound()
                            ? Cell.none(BOUND)
                            : bytes(result.backhaulBytes().mean())));
            if (routes) {
                cells.add(
                        result.routing() == null
                                ? Cell.none("not routed")
                                : Cell.share(result.routing().awayShare().mean()));
                cells.add(lostShare(result));
            }
            if (haveNeighbours) {
                cells.add(Cell.share(
                        result.neighbourShare() == null
                                ? 0
                                : result.neighbourShare().mean()));
            }
            table.add("", "", cells);
        }
        return table;
    }

    private static Cell found(SimulationResult result, Interval share) {
        return result.isBound() ? Cell.none(BOUND) : Cell.share(share.mean());
    }

    private static Cell lostShare(SimulationResult result) {
        if (result.routing() == null || result.routing().lostShare() == null) {
            return Cell.none("no server is ever overloaded");
        }
        return found(result, result.routing().lostShare());
    }

    private static Cell bytes(double bytes) {
        return new Cell(
                dev.berth.text.Figures.bytes(Math.round(bytes)),
                Cell.number(bytes).value(),
                "");
    }
}

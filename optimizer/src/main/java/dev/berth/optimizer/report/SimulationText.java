package dev.berth.optimizer.report;

import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Simulations as people read them. */
public final class SimulationText {
    private SimulationText() {}

    /**
     * Tables of all servers together and of each, and what their columns are.
     *
     * @param page what is shown of them
     */
    public static List<String> lines(SimulationFile file, Page page) {
        int width = page.width();
        List<String> lines = new ArrayList<>();
        boolean several = !file.serverResults().isEmpty();
        lines.addAll(table(several ? "all servers" : "name", file.seeds(), file.results())
                .lines(page));
        for (SimulationFile.ServerResults server : file.named()) {
            lines.add("");
            lines.addAll(table("server " + server.name(), file.seeds(), server.results())
                    .lines(page));
        }
        if (several) {
            lines.add("");
        }
        legend(file).forEach(line -> lines.addAll(TextTable.wrapped(line, width)));
        return lines;
    }

    /** What the columns are, and what to mind. */
    private static List<String> legend(SimulationFile file) {
        List<String> lines = new ArrayList<>(file.notes());
        file.others().ifPresent(lines::add);
        lines.add(
                seeds(file.seeds()) + "; requests, percentiles and max: of all together; all others: mean of a run of "
                        + file.slots() + " slots of " + Figures.plain(file.slotSeconds()) + " s");
        lines.add("loaded, stored: requests that found their model so; fetched: that found it absent and waited for a"
                + " download and a load; cloud: served there");
        lines.add("cost: in the unit of the scenario's prices; saved: against all-cloud, where the cloud serves every"
                + " request and nothing is kept");
        if (file.results().stream().anyMatch(result -> result.neighbourShare() != null)) {
            lines.add(BY_NEIGHBOURS + ", of a server among those that it served");
        }
        lines.addAll(PlanText.assumed(file.assumptions()));
        return lines;
    }

    /** How many runs, and what they do not tell. */
    static String seeds(int seeds) {
        return seeds == 1 ? "1 seed (of one run there is no interval)" : seeds + " seeds";
    }

    static final String BY_NEIGHBOURS = "by neighbours: requests that another server than that of their users served";

    /** Of a column of {@link #cost}. */
    static String costHeading(int seeds) {
        return seeds == 1 ? "cost" : "cost ± 95 %";
    }

    private static final double NANO = 1e9;

    /** As costs without an interval have. */
    private static final int MOST_DECIMALS = 6;

    /** Column after which what is in host memory stands. */
    private static final int FETCHED = 6;

    /**
     * Every method, a row each.
     *
     * @param seeds runs of each, >= 1
     * @param results what all are held against first
     */
    private static TextTable table(String head, int seeds, List<SimulationResult> results) {
        boolean hosts = results.stream().anyMatch(result -> result.hostedShare() != null);
        boolean lacks = results.stream().anyMatch(result -> result.meanQuality() != null);
        boolean routes = results.stream().anyMatch(result -> result.routing() != null);
        boolean loses = results.stream().anyMatch(result -> lostShare(result) != null);
        List<Column> columns = new ArrayList<>(List.of(
                Column.name(head),
                Column.figure(costHeading(seeds)),
                Column.figure("saved"),
                Column.figure("requests").asDetail(6),
                Column.figure("loaded").asDetail(3),
                Column.figure("stored").asDetail(7),
                Column.figure("fetched"),
                Column.figure("cloud").asDetail(2),
                Column.figure("mean ms").asDetail(1),
                Column.figure("p50 ms").asDetail(10),
                Column.figure("p95 ms").asDetail(4),
                Column.figure("p99 ms").asDetail(5),
                Column.figure("max ms").asDetail(11),
                Column.figure("switching").asDetail(9),
                Column.figure("backhaul").asDetail(8)));
        if (hosts) {
            columns.add(FETCHED, Column.figure("hosted").asDetail(7));
        }
        if (lacks) {
            columns.add(Column.figure("quality"));
        }
        boolean haveNeighbours = results.stream().anyMatch(result -> result.neighbourShare() != null);
        if (haveNeighbours) {
            columns.add(Column.figure("by neighbours"));
        }
        if (routes) {
            columns.add(Column.figure("away"));
        }
        if (loses) {
            columns.add(Column.figure("lost"));
        }
        TextTable table = new TextTable(columns);
        for (SimulationResult result : results) {
            List<String> row = new ArrayList<>(row(result, results.get(0)));
            if (hosts) {
                row.add(FETCHED, hosted(result));
            }
            if (lacks) {
                row.add(result.isBound() ? PlanText.NONE : quality(result.meanQuality()));
            }
            if (routes) {
                row.add(away(result));
            }
            if (loses) {
                row.add(
                        lostShare(result) == null || result.isBound()
                                ? PlanText.NONE
                                : Figures.percent(lostShare(result).mean(), 2));
            }
            if (haveNeighbours) {
                row.add(neighbours(result.neighbourShare()));
            }
            table.add(row);
        }
        return table;
    }

    private static List<String> row(SimulationResult result, SimulationResult allCloud) {
        boolean asked = result.delay().n() > 0;
        // A bound keeps and moves nothing.
        boolean found = asked && !result.isBound();
        return List.of(
                result.label(),
                cost(result.totalNanoCost()),
                saved(result.totalNanoCost().mean(), allCloud.totalNanoCost().mean()),
                String.valueOf(result.delay().n()),
                percent(found, result.loadedShare()),
                percent(found, result.storedShare()),
                percent(found, result.fetchedShare()),
                percent(found, result.cloudShare()),
                mean(asked, result.meanDelayNanos().mean()),
                milliseconds(result.delay().p50Nanos()),
                milliseconds(result.delay().p95Nanos()),
                milliseconds(result.delay().p99Nanos()),
                milliseconds(result.delay().maxNanos()),
                result.isBound()
                        ? PlanText.NONE
                        : Figures.duration(result.switchingNanos().mean()),
                result.isBound()
                        ? PlanText.NONE
                        : Figures.decimal(result.backhaulBytes().mean(), "B"));
    }

    private static String away(SimulationResult result) {
        return result.routing() == null || result.delay().n() == 0
                ? PlanText.NONE
                : Figures.percent(result.routing().awayShare().mean(), 1);
    }

    private static Interval lostShare(SimulationResult result) {
        return result.routing() == null ? null : result.routing().lostShare();
    }

    private static String hosted(SimulationResult result) {
        double share = result.hostedShare() == null ? 0 : result.hostedShare().mean();
        return result.delay().n() == 0 ? PlanText.NONE : Figures.percent(share, 1);
    }

    /** Mean quality of answers; full where it is not told. */
    static String quality(Interval quality) {
        return String.format(Locale.ROOT, "%.3f", quality == null ? 1 : quality.mean());
    }

    private static String saved(double cost, double allCloud) {
        return PlanText.percent(allCloud - cost, allCloud);
    }

    /** A share of requests, where there are any. */
    /** @param share null where neighbours served nothing */
    static String neighbours(Interval share) {
        return Figures.percent(share == null ? 0 : share.mean(), 1);
    }

    static String percent(boolean asked, Interval share) {
        return asked ? Figures.percent(share.mean(), 1) : PlanText.NONE;
    }

    static String milliseconds(Reading<Long> nanos) {
        return nanos.optional().map(Figures::milliseconds).orElse("–");
    }

    /** A mean delay, where there are requests. */
    static String mean(boolean asked, double nanos) {
        return asked ? Figures.milliseconds(nanos) : "–";
    }

    /** A cost with its interval, where it has one, which is told rounded up. */
    public static String cost(Interval nanoCost) {
        if (nanoCost.high().optional().isEmpty()) {
            return PlanText.units(nanoCost.mean());
        }
        double half = (nanoCost.high().optional().get() - nanoCost.mean()) / NANO;
        if (half == 0) {
            return PlanText.units(nanoCost.mean()) + " ± 0";
        }
        // The interval says how many digits mean something: two of its own, and the mean has as many decimals.
        int decimals = Math.max(0, Math.min(MOST_DECIMALS, 1 - (int) Math.floor(Math.log10(half))));
        return BigDecimal.valueOf(nanoCost.mean() / NANO)
                        .setScale(decimals, RoundingMode.HALF_UP)
                        .toPlainString()
                + " ± "
                + BigDecimal.valueOf(half).setScale(decimals, RoundingMode.UP).toPlainString();
    }
}

package dev.berth.optimizer.report;

import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.decide.Planned;
import dev.berth.optimizer.document.NanoCost;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.ServerPlan;
import dev.berth.optimizer.document.SolverResult;
import dev.berth.optimizer.document.WorstDelay;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A plan as people read it. */
public final class PlanText {
    /** What it means in every table. */
    static final String OVER_BEST = "over best: cost over that of the cheapest row, all-cloud among them";

    static final List<String> LEGEND = List.of(
            "all-cloud: the cloud serves every request, nothing is kept or moved",
            "fetched: expected requests that wait for a download and a load of their own");

    private static final String BY_NEIGHBOURS =
            "by neighbours: expected requests that another server serves from what it keeps";

    /** Costs of which three decimals would leave less than two digits. */
    private static final double LITTLE = 0.0095;

    /** Where there is no figure. */
    static final String NONE = "–";

    /** Column of what answers lack of quality, where anything is charged for it. */
    private static final int QUALITY = 4;

    /** Servers whose plans are shown; of more, those that cost most are named. */
    private static final int MOST_SERVERS = 30;

    private static final int NAMED_SERVERS = 10;

    private final Planned planned;
    private final PlanFile file;

    public PlanText(Planned planned) {
        this.planned = planned;
        file = planned.file();
    }

    /**
     * Plans server by server, what they cost, and what solvers found.
     *
     * @param page its first columns are those of the table of solvers
     */
    public List<String> lines(Page page) {
        int width = page.width();
        List<String> lines = new ArrayList<>();
        if (!isLong()) {
            lines.addAll(new TimeLine(file.perServer(), file.namesServers(), file.slots(), file.slotSeconds())
                    .lines(page.further()));
        }
        lines.addAll(costs(page.further()));
        file.worstDelay().ifPresent(worst -> lines.addAll(TextTable.wrapped(worst(worst), width)));
        if (file.sharedLinks() != null) {
            file.sharedLinks()
                    .forEach(link ->
                            lines.add("shared " + link.name() + ": " + Figures.bytes(link.bytesPerSlot()) + " a slot"));
        }
        file.sharedBackhaul().ifPresent(bytes -> lines.add("shared backhaul: " + Figures.bytes(bytes) + " a slot"));
        lines.add("");
        lines.addAll(solvers(page));
        assumed(planned.assumptions()).forEach(line -> lines.addAll(TextTable.wrapped(line, width)));
        return lines;
    }

    /** What is assumed, a line each; of many lines the first ones, and how many more there are. */
    public static List<String> assumed(List<String> assumptions) {
        int shown = assumptions.size() > MOST_SERVERS ? NAMED_SERVERS : assumptions.size();
        List<String> lines = new ArrayList<>();
        assumptions.subList(0, shown).forEach(assumption -> lines.add("assumed: " + assumption));
        if (shown < assumptions.size()) {
            lines.add("assumed besides: " + (assumptions.size() - shown) + " lines more, in the file");
        }
        return lines;
    }

    /** The longest mean delay, and what is proven of it, in words. */
    public static String worst(WorstDelay worst) {
        return "longest mean delay: " + Figures.duration((double) worst.meanDelayNanos())
                + (worst.name().isEmpty() ? "" : ", of " + worst.name())
                + worst.boundNanos()
                        .optional()
                        .map(bound -> "; no plan has one below " + Figures.duration((double) bound))
                        .orElse("; nothing is proven of it");
    }

    /** Whether there are more servers than anybody reads one after the other. */
    private boolean isLong() {
        return file.perServer().size() > MOST_SERVERS;
    }

    /** What a solver says of its plan. */
    static String note(String solver, boolean proven, String note) {
        return solver + ": " + (proven ? "optimal; " : "") + note;
    }

    /** What plans cost beside what serving everything from the cloud does; of several servers each one's too. */
    private List<String> costs(Page page) {
        boolean hasQuality = file.cost().qualityNanoCost() != null;
        List<Column> columns = new ArrayList<>(List.of(
                Column.name("cost"),
                Column.figure("resources"),
                Column.figure("delay"),
                Column.figure("switching"),
                Column.figure("total"),
                Column.figure("fetched")));
        if (hasQuality) {
            columns.add(QUALITY, Column.figure("quality"));
        }
        if (hasNeighbours()) {
            columns.add(Column.figure("by neighbours"));
        }
        TextTable table = new TextTable(columns);
        table.add(file.allCloudCost()
                .optional()
                .map(cost -> cost(Baseline.ALL_CLOUD, cost, 0, 0.0, hasQuality))
                .orElseGet(() -> costs(
                        Baseline.ALL_CLOUD,
                        List.of(NONE, NONE, NONE, NONE),
                        0,
                        0.0,
                        hasQuality ? Optional.of(NONE) : Optional.empty())));
        List<ServerPlan> servers = file.perServer();
        for (int server : shown(servers)) {
            table.add(cost(
                    servers.get(server).name(),
                    servers.get(server).cost(),
                    planned.fetchedShares().get(server),
                    servers.get(server).neighbourShare(),
                    hasQuality));
        }
        table.add(cost(
                servers.size() > 1 ? "all servers" : file.solver(),
                file.cost(),
                file.fetchedShare(),
                file.neighbourShare(),
                hasQuality));
        List<String> lines = new ArrayList<>(table.lines(page));
        if (isLong()) {
            lines.addAll(TextTable.wrapped(
                    "the " + NAMED_SERVERS + " of " + servers.size()
                            + " servers that cost most are shown; all plans are in the file that --out writes",
                    page.width()));
        }
        lines.add("saved against all-cloud: " + saved(file, file.cost()));
        LEGEND.forEach(line -> lines.addAll(TextTable.wrapped(line, page.width())));
        if (hasNeighbours()) {
            lines.addAll(TextTable.wrapped(BY_NEIGHBOURS, page.width()));
        }
        return lines;
    }

    /** Indices of the servers that have a row, dearest first where not all have. */
    private List<Integer> shown(List<ServerPlan> servers) {
        if (servers.size() == 1) {
            return List.of();
        }
        Stream<Integer> all = IntStream.range(0, servers.size()).boxed();
        return isLong()
                ? all.sorted(Comparator.comparingLong(
                                (Integer server) -> -servers.get(server).cost().totalNanoCost()))
                        .limit(NAMED_SERVERS)
                        .toList()
                : all.toList();
    }

    private boolean hasNeighbours() {
        return file.neighbourShare() != null;
    }

    private List<String> cost(
            String name, NanoCost cost, double fetchedShare, Double neighbourShare, boolean hasQuality) {
        List<String> parts = new ArrayList<>(List.of(
                units(cost.resourcesNanoCost()),
                units(cost.delayNanoCost()),
                units(cost.switchingNanoCost()),
                units(cost.totalNanoCost())));
        return costs(
                name,
                parts,
                fetchedShare,
                neighbourShare,
                hasQuality ? Optional.of(units(cost.lostNanoCost())) : Optional.empty());
    }

    private List<String> costs(
            String name, List<String> parts, double fetchedShare, Double neighbourShare, Optional<String> quality) {
        List<String> cells = new ArrayList<>(List.of(name));
        cells.addAll(parts);
        cells.add(share(fetchedShare));
        quality.ifPresent(lost -> cells.add(QUALITY, lost));
        if (hasNeighbours() && neighbourShare != null) {
            cells.add(share(neighbourShare));
        }
        return cells;
    }

    /**
     * One row a solver: cost, what it saves, how far it is above the cheapest row, above what is proven as a share of
     * the cost, time; below them what each says of its plan.
     */
    private List<String> solvers(Page page) {
        int width = page.width();
        List<Column> columns = new ArrayList<>(List.of(
                Column.name("solver"),
                Column.figure("total"),
                Column.figure("saved"),
                Column.figure("fetched"),
                Column.figure("over best"),
                Column.figure("proven gap"),
                Column.figure("time").asDetail(1)));
        if (file.objective() != null) {
            columns.addAll(List.of(Column.figure("longest mean ms"), Column.figure("not below ms")));
        }
        TextTable table = new TextTable(columns);
        List<String> notes = new ArrayList<>();
        long best = file.solvers().stream()
                .mapToLong(solver -> solver.cost().totalNanoCost())
                .min()
                .orElseThrow();
        for (int number = 0; number < file.solvers().size(); number++) {
            SolverResult solver = file.solvers().get(number);
            long total = solver.cost().totalNanoCost();
            List<String> cells = new ArrayList<>(List.of(
                    solver.name(),
                    units(total),
                    saved(file, solver.cost()),
                    share(solver.fetchedShare()),
                    percent(total - best, best),
                    provenGap(solver),
                    Figures.duration((double) planned.elapsedNanos().get(number))));
            if (file.objective() != null) {
                cells.add(Figures.milliseconds((double) solver.worstDelay().meanDelayNanos()));
                cells.add(SimulationText.milliseconds(solver.worstDelay().boundNanos()));
            }
            table.add(cells);
            notes.add(note(solver.name(), solver.proven(), solver.note()));
        }
        notes.add(OVER_BEST + "; proven gap: cost over what no plan is below, as a share of the cost");
        List<String> lines = new ArrayList<>(table.lines(page));
        notes.forEach(note -> lines.addAll(TextTable.wrapped(note, width)));
        return lines;
    }

    /** What a cost saves against serving everything from the cloud. */
    private static String saved(PlanFile file, NanoCost cost) {
        return file.allCloudCost()
                .optional()
                .map(NanoCost::totalNanoCost)
                .map(cloud -> percent(cloud - cost.totalNanoCost(), cloud))
                .orElse(NONE);
    }

    private static String provenGap(SolverResult solver) {
        long total = solver.cost().totalNanoCost();
        return solver.boundNanoCost()
                .optional()
                .map(bound -> gap(total - bound, total))
                .orElse(NONE);
    }

    static String gap(long part, long whole) {
        if (part == 0) {
            return Figures.percent(0, 3);
        }
        return whole == 0 ? NONE : Figures.percent((double) part / whole, 3);
    }

    /** A part of a cost; decimals where it is less than the whole. */
    static String percent(double part, double whole) {
        return whole == 0 ? NONE : Figures.percent(part / whole, Math.abs(part) < whole ? 2 : 0);
    }

    static String percent(long part, long whole) {
        return percent((double) part, (double) whole);
    }

    private static String share(double share) {
        return Figures.percent(share, 1);
    }

    static String units(long nanoCost) {
        return units((double) nanoCost);
    }

    /** In the unit of the scenario's prices: three decimals, or six of very little; files have all there are. */
    static String units(double nanoCost) {
        double units = nanoCost / 1e9;
        return units == 0 ? "0" : String.format(Locale.ROOT, Math.abs(units) < LITTLE ? "%.6f" : "%.3f", units);
    }
}

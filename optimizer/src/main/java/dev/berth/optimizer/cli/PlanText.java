package dev.berth.optimizer.cli;

import dev.berth.optimizer.cost.ExpectedRequests;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Baseline;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.fleet.FleetSolution;
import dev.berth.record.Reading;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as people read it. */
final class PlanText {
    /** What it means in every table. */
    static final String OVER_BEST = "over best: cost over that of the cheapest row, all-cloud among them";

    static final List<String> LEGEND = List.of(
            "all-cloud: the cloud serves every request, nothing is kept or moved",
            "fetched: expected requests that wait for a download and a load of their own");

    private final Planning planning;

    PlanText(Planning planning) {
        this.planning = planning;
    }

    /** @param width columns that there are */
    List<String> lines(int width) {
        List<String> lines = new ArrayList<>();
        lines.addAll(new TimeLine(planning.services(), planning.problem(), planning.plan(), planning.slotSeconds())
                .lines(width));
        lines.add("");
        lines.addAll(costs(
                planning.servers(),
                planning.best().solver().name(),
                planning.best().solution(),
                width));
        lines.add("");
        lines.addAll(solvers(planning.servers(), planning.results(), width));
        lines.addAll(assumptions(planning.servers(), width));
        return lines;
    }

    /** What is assumed and not measured. */
    static List<String> assumptions(Servers servers, int width) {
        return servers.assumptions().stream()
                .flatMap(assumption -> TextTable.wrapped("assumed: " + assumption, width).stream())
                .toList();
    }

    /** What a solver says of its plan. */
    static String note(String solver, boolean proven, String note) {
        return solver + ": " + (proven ? "optimal; " : "") + note;
    }

    /** What plans cost beside what serving everything from the cloud does; of several servers each one's too. */
    static List<String> costs(Servers servers, String solver, FleetSolution best, int width) {
        TextTable table = new TextTable(List.of(
                Column.name("cost"),
                Column.figure("resources"),
                Column.figure("delay"),
                Column.figure("switching"),
                Column.figure("total"),
                Column.figure("fetched")));
        servers.allCloud()
                .ifPresentOrElse(
                        cost -> table.add(cost(Baseline.ALL_CLOUD, cost, 0)),
                        () -> table.add(List.of(Baseline.ALL_CLOUD, "–", "–", "–", "–", share(0))));
        List<String> names = servers.scenario().names();
        for (int server = 0; names.size() > 1 && server < names.size(); server++) {
            Problem problem = servers.problem(server);
            Plan plan = best.plans().get(server);
            table.add(cost(
                    names.get(server),
                    best.costs().get(server),
                    ExpectedRequests.of(problem, plan).fetchedShare()));
        }
        PlanCost all = Servers.sum(best.costs());
        table.add(cost(names.size() > 1 ? "all servers" : solver, all, servers.fetchedShare(best.plans())));
        List<String> lines = new ArrayList<>(table.lines(width));
        lines.add("saved against all-cloud: " + saved(servers, best.total()));
        LEGEND.forEach(line -> lines.addAll(TextTable.wrapped(line, width)));
        return lines;
    }

    private static List<String> cost(String name, PlanCost cost, double fetchedShare) {
        return List.of(
                name,
                units(cost.resources()),
                units(cost.delay()),
                units(cost.switching()),
                units(cost.total()),
                share(fetchedShare));
    }

    /**
     * One row a solver: cost, what it saves, how far it is above the cheapest row, above what is proven as a share of
     * the cost, time; below them what each says of its plan.
     */
    static List<String> solvers(Servers servers, List<Servers.Result> results, int width) {
        TextTable table = new TextTable(List.of(
                Column.name("solver"),
                Column.figure("total"),
                Column.figure("saved"),
                Column.figure("fetched"),
                Column.figure("over best"),
                Column.figure("proven gap"),
                Column.figure("time").asDetail(1)));
        List<String> notes = new ArrayList<>();
        long best = results.stream()
                .mapToLong(result -> result.solution().total())
                .min()
                .orElseThrow();
        for (Servers.Result result : results) {
            FleetSolution solution = result.solution();
            long total = solution.total();
            table.add(List.of(
                    result.solver().name(),
                    units(total),
                    saved(servers, total),
                    share(servers.fetchedShare(solution.plans())),
                    gap(total - best, best),
                    solution.bound().isPresent() ? gap(total - solution.bound().getAsLong(), total) : "–",
                    milliseconds(result.elapsedNanos())));
            notes.add(note(result.solver().name(), solution.proven(), solution.note()));
        }
        notes.add(OVER_BEST + "; proven gap: cost over what no plan is below, as a share of the cost");
        List<String> lines = new ArrayList<>(table.lines(width));
        notes.forEach(note -> lines.addAll(TextTable.wrapped(note, width)));
        return lines;
    }

    /** What a plan file says of its solvers. */
    static TextTable solvers(Reading<PlanFile.Cost> allCloud, List<PlanFile.SolverResult> solvers) {
        TextTable table = new TextTable(List.of(
                Column.text("solver"),
                Column.figure("resources"),
                Column.figure("delay"),
                Column.figure("switching"),
                Column.figure("total"),
                Column.figure("saved"),
                Column.figure("fetched"),
                Column.figure("proven gap"),
                Column.text("note")));
        for (PlanFile.SolverResult solver : solvers) {
            long total = solver.cost().totalNanoCost();
            table.add(List.of(
                    solver.name(),
                    units(solver.cost().resourcesNanoCost()),
                    units(solver.cost().delayNanoCost()),
                    units(solver.cost().switchingNanoCost()),
                    units(total),
                    allCloud.optional()
                            .map(PlanFile.Cost::totalNanoCost)
                            .map(cloud -> percent(cloud - total, cloud))
                            .orElse("–"),
                    share(solver.fetchedShare()),
                    solver.boundNanoCost()
                            .optional()
                            .map(bound -> gap(total - bound, total))
                            .orElse("–"),
                    (solver.proven() ? "optimal; " : "") + solver.note()));
        }
        return table;
    }

    /** What a cost in nano-cost units saves against serving everything from the cloud. */
    private static String saved(Servers servers, long total) {
        return servers.allCloud()
                .map(cloud -> percent(cloud.total() - total, cloud.total()))
                .orElse("–");
    }

    private static String gap(long part, long whole) {
        if (part == 0) {
            return "0.000 %";
        }
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.3f %%", 100.0 * part / whole);
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String units(long nanoCost) {
        return String.format(Locale.ROOT, "%.6f", nanoCost / 1e9);
    }

    static String milliseconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}

package dev.berth.benchmarks.compare;

import dev.berth.benchmarks.instance.Instance;
import dev.berth.benchmarks.peer.PeerLimits;
import dev.berth.benchmarks.peer.ScipFleet;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.optimizer.solve.fleet.FleetSolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Fleets behind one link that SCIP can still take, each by our solvers and by SCIP as one programme: a table of
 * Markdown; what {@code benchmarks/fleets-scip} runs.
 *
 * <p>Servers are instances of {@code berth peers} of the regime tight, each with a seed of its own. The link carries 30
 * % of what their plans, each made by itself, download in the slot in which they download most.
 */
public final class FleetPeers {
    private static final double NANO = 1e9;

    /** Of what servers by themselves would download in one slot. */
    private static final double CARRIED = 0.3;

    private static final List<String> OURS = List.of("lagrangian", "auto");

    private FleetPeers() {}

    /**
     * Prints the table.
     *
     * @param args seconds for SCIP, seeds, then sizes as SERVERSxMODELSxSLOTS
     */
    public static void main(String[] args) {
        double seconds = Double.parseDouble(args[0]);
        int seeds = Integer.parseInt(args[1]);
        ScipFleet scip = new ScipFleet(new PeerLimits(seconds, 1));
        System.out.println("| servers × models × slots, seed | solver | gap to the best bound | to its own | time |");
        System.out.println("|---|---|---:|---:|---:|");
        for (String size : List.of(args).subList(2, args.length)) {
            int[] figures = List.of(size.split("x")).stream()
                    .mapToInt(Integer::parseInt)
                    .toArray();
            for (int seed = 1; seed <= seeds; seed++) {
                Fleet fleet = fleet(figures[0], figures[1], figures[2], seed);
                Map<String, Function<Fleet, Solution>> solvers = new LinkedHashMap<>();
                OURS.forEach(name -> solvers.put(
                        name, each -> new FleetSolver(Solvers.named(name)).solve(each, SolveLimits.ofThisMachine())));
                solvers.put("scip", scip::solve);
                print(size.replace("x", " × ") + ", " + seed, solve(fleet, solvers));
            }
        }
    }

    /** Behind a link for which they contend. */
    static Fleet fleet(int servers, int models, int slots, long seed) {
        List<Problem> problems = IntStream.range(0, servers)
                .mapToObj(server ->
                        Instance.tight(models, slots, 100 * seed + server).problem())
                .toList();
        List<String> names =
                IntStream.range(0, servers).mapToObj(server -> "s" + server).toList();
        List<Plan> apart = new FleetSolver(Solvers.named("lagrangian"))
                .solve(new Fleet(names, problems, Long.MAX_VALUE), SolveLimits.ofThisMachine())
                .plans();
        long most = 0;
        for (int slot = 0; slot < slots; slot++) {
            long bytes = 0;
            for (int server = 0; server < servers; server++) {
                Problem problem = problems.get(server);
                for (int model = 0; model < models; model++) {
                    int before = slot == 0
                            ? problem.initialMode(model)
                            : apart.get(server).indexAt(slot - 1, model);
                    bytes += problem.transferBytes(
                            model, before, apart.get(server).indexAt(slot, model));
                }
            }
            most = Math.max(most, bytes);
        }
        return new Fleet(names, problems, (long) (CARRIED * (double) most));
    }

    /** What came of a solver. */
    private record Solved(String solver, Solution solution, double seconds) {
        long cost() {
            return solution.cost().total();
        }
    }

    private static List<Solved> solve(Fleet fleet, Map<String, Function<Fleet, Solution>> solvers) {
        List<Solved> all = new ArrayList<>();
        solvers.forEach((name, solver) -> {
            long begin = System.nanoTime();
            Solution solution = solver.apply(fleet);
            all.add(new Solved(name, solution, (System.nanoTime() - begin) / NANO));
        });
        return all;
    }

    private static void print(String fleet, List<Solved> all) {
        long best = all.stream()
                .mapToLong(solved -> solved.solution().bound().orElse(0))
                .max()
                .orElse(0);
        for (Solved solved : all) {
            System.out.println("| " + fleet + " | `" + solved.solver() + "` | " + gap(solved.cost(), best) + " | "
                    + (solved.solution().bound().isPresent()
                            ? gap(solved.cost(), solved.solution().bound().getAsLong())
                            : "–")
                    + " | " + String.format(Locale.ROOT, "%.2f s", solved.seconds()) + " |");
        }
    }

    private static String gap(long cost, long bound) {
        return cost == 0
                ? "0 %"
                : String.format(Locale.ROOT, "%.3f %%", 100.0 * (double) (cost - bound) / (double) cost);
    }
}

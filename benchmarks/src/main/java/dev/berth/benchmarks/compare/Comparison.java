package dev.berth.benchmarks.compare;

import dev.berth.benchmarks.instance.Pressure;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.record.BadInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** All solvers on one instance after the other. Ours share a process, each peer has its own. */
final class Comparison implements AutoCloseable {
    private final Rules rules;
    private final long peerCells;
    private final Map<String, WorkerProcess> processes = new LinkedHashMap<>();

    /**
     * Starts nothing yet.
     *
     * @param peerCells most cells (models × slots) that a peer is asked to solve, >= 0
     */
    Comparison(Rules rules, long peerCells) {
        this.rules = rules;
        this.peerCells = peerCells;
    }

    /**
     * Looks whether the limits of an instance bind where they should: where they do not, it compares nothing.
     *
     * @throws BadInputException where they do not
     */
    static void require(Task task) {
        double pressure = task.binds() ? Pressure.of(task.problem().get()) : Double.POSITIVE_INFINITY;
        if (pressure <= 1) {
            throw new BadInputException("instance " + task.name() + ": demand over capacity is " + pressure
                    + ", expected more than 1; take another seed, or more models");
        }
    }

    /** Runs the solvers on an instance. */
    List<Row> run(Task task, List<String> solvers) {
        Problem problem = task.problem().get();
        double pressure = problem.isChain() ? Pressure.of(problem) : Double.NaN;
        long allCloud = PlanCost.of(problem, Plan.allCloud(problem.slots(), problem.models()))
                .total();
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (String solver : solvers) {
            outcomes.put(solver, solve(solver, task));
        }
        OptionalLong best = outcomes.values().stream()
                .map(Outcome::boundNanoUnits)
                .flatMapToLong(OptionalLong::stream)
                .max();
        List<Row> rows = new ArrayList<>();
        outcomes.forEach((solver, outcome) -> rows.add(new Row(task, pressure, allCloud, best, solver, outcome)));
        return rows;
    }

    private Outcome solve(String solver, Task task) {
        boolean peer = Contestants.isPeer(solver);
        long cells = (long) task.models() * task.slots();
        if (peer && cells > peerCells) {
            return Outcome.none("not run: " + cells + " cells, peers are given at most " + peerCells);
        }
        return processes
                .computeIfAbsent(peer ? solver : "", name -> new WorkerProcess(rules))
                .solve(solver, task, rules.stopSeconds());
    }

    /**
     * Faults that no instance may show: a plan cheaper than what another solver has proven to be the least.
     *
     * @param rows all of one instance
     */
    static List<String> contradictions(List<Row> rows) {
        List<String> faults = new ArrayList<>();
        for (Row plan : rows) {
            for (Row bound : rows) {
                OptionalLong least = bound.outcome().boundNanoUnits();
                if (plan.outcome().solved()
                        && least.isPresent()
                        && plan.outcome().costNanoUnits() < least.getAsLong()) {
                    faults.add(plan.task().name() + ": " + plan.solver() + " found a plan of "
                            + plan.outcome().costNanoUnits() + ", " + bound.solver()
                            + " says that none costs less than "
                            + least.getAsLong());
                }
            }
        }
        return faults;
    }

    @Override
    public void close() {
        processes.values().forEach(WorkerProcess::close);
    }
}

package dev.berth.benchmarks.peer;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;

/** One server's variables and rows in a programme for SCIP; several servers may share one. */
final class ScipModel {
    /** Largest objective coefficient given to SCIP, whose dual tolerance of 1e-7 is absolute. */
    private static final double LARGEST_COEFFICIENT = 1e6;

    private final Problem problem;
    private final MPSolver solver;
    private final MPObjective objective;
    private final double nanoCostPerUnit;
    private final MPVariable[] kept;
    private final MPVariable[] loaded;

    /** Variables at least the rise from absent, one a model and slot; null where that cannot be or costs nothing. */
    private final MPVariable[] rises;

    private long base;

    /** @param nanoCostPerUnit as {@link #scale} gives it, of all servers that are solved together */
    ScipModel(Problem problem, MPSolver solver, double nanoCostPerUnit) {
        this.problem = problem;
        this.solver = solver;
        objective = solver.objective();
        this.nanoCostPerUnit = nanoCostPerUnit;
        int cells = problem.slots() * problem.models();
        rises = new MPVariable[cells];
        kept = solver.makeBoolVarArray(cells);
        loaded = solver.makeBoolVarArray(cells);
        for (int cell = 0; cell < cells; cell++) {
            int lowest = problem.lowest(cell % problem.models());
            int highest = problem.highest(cell % problem.models());
            kept[cell].setBounds(Math.min(1, lowest), Math.min(1, highest));
            loaded[cell].setBounds(Math.max(0, lowest - 1), Math.max(0, highest - 1));
        }
        for (int slot = 0; slot < problem.slots(); slot++) {
            limit(slot, kept, problem.capacity().storageBytes(), problem::storageBytes);
            limit(slot, loaded, problem.capacity().memoryBytes(), problem::memoryBytes);
            if (problem.capacity().energyMillijoules().isPresent()) {
                limit(slot, loaded, problem.capacity().energyMillijoules().getAsLong(), problem::energyMillijoules);
            }
            for (int model = 0; model < problem.models(); model++) {
                price(slot, model);
            }
        }
        objective.setMinimization();
    }

    /** Nano-cost units of one unit of the objective. */
    static double scale(List<Problem> servers) {
        double largest =
                servers.stream().mapToDouble(ScipModel::largestCost).max().orElse(0);
        return Math.max(1, largest / LARGEST_COEFFICIENT);
    }

    Problem problem() {
        return problem;
    }

    /** What SCIP found; only where it found one. */
    Plan plan() {
        byte[] residencies = new byte[kept.length];
        for (int cell = 0; cell < residencies.length; cell++) {
            residencies[cell] =
                    (byte) (Math.round(kept[cell].solutionValue()) + Math.round(loaded[cell].solutionValue()));
        }
        return new Plan(problem.models(), residencies);
    }

    /** Adds what the server downloads in a slot to a row, in shares of what the row's link carries. */
    void download(int slot, MPConstraint row, double linkBytes) {
        for (int model = 0; model < problem.models(); model++) {
            MPVariable rise = rises[slot * problem.models() + model];
            if (rise != null) {
                row.setCoefficient(rise, (double) problem.storageBytes(model) / linkBytes);
            }
        }
    }

    private static double largestCost(Problem problem) {
        long largest = 0;
        for (int model = 0; model < problem.models(); model++) {
            largest = Math.max(largest, problem.switchingCost(model, 0, 2));
            for (int slot = 0; slot < problem.slots(); slot++) {
                for (int residency = 0; residency < 3; residency++) {
                    largest = Math.max(largest, problem.slotCost(slot, model, residency));
                }
            }
        }
        return (double) largest;
    }

    /**
     * In shares of the capacity. Weights in bytes are whole numbers of 1e10 and more: SCIP then makes knapsacks of the
     * rows and calls plans optimal that cost up to 5 % more than the optimum.
     */
    private void limit(int slot, MPVariable[] level, long capacity, IntToLongFunction use) {
        double unit = (double) Math.max(1, capacity);
        MPConstraint row = solver.makeConstraint(-MPSolver.infinity(), (double) capacity / unit);
        for (int model = 0; model < problem.models(); model++) {
            row.setCoefficient(level[slot * problem.models() + model], (double) use.applyAsLong(model) / unit);
        }
    }

    private void price(int slot, int model) {
        int cell = slot * problem.models() + model;
        long absent = problem.slotCost(slot, model, 0);
        long stored = problem.slotCost(slot, model, 1);
        base += absent;
        add(kept[cell], stored - absent);
        add(loaded[cell], problem.slotCost(slot, model, 2) - stored);
        MPConstraint implied = solver.makeConstraint(-MPSolver.infinity(), 0);
        implied.setCoefficient(loaded[cell], 1);
        implied.setCoefficient(kept[cell], -1);
        rises[cell] = rise(kept, slot, model, 1, problem.switchingCost(model, 0, 1));
        rise(loaded, slot, model, 2, problem.switchingCost(model, 1, 2));
    }

    private void add(MPVariable variable, long nanoCost) {
        objective.setCoefficient(variable, objective.getCoefficient(variable) + nanoCost / nanoCostPerUnit);
    }

    /** A variable that is at least the rise of a level from the slot before; null where that is none or is free. */
    private MPVariable rise(MPVariable[] level, int slot, int model, int index, long price) {
        if (price == 0) {
            return null;
        }
        int cell = slot * problem.models() + model;
        if (slot > 0) {
            MPVariable rise = solver.makeNumVar(0, 1, "");
            MPConstraint row = solver.makeConstraint(-MPSolver.infinity(), 0);
            row.setCoefficient(level[cell], 1);
            row.setCoefficient(level[cell - problem.models()], -1);
            row.setCoefficient(rise, -1);
            add(rise, price);
            return rise;
        }
        if (problem.initial(model).index() >= index) {
            return null;
        }
        add(level[cell], price);
        return level[cell];
    }

    /**
     * What SCIP has proven of all servers together, less its tolerance; empty where it has proven nothing yet.
     *
     * @param models of one solver
     */
    static OptionalLong bound(List<ScipModel> models, boolean found) {
        double units = models.get(0).objective.bestBound();
        if (Double.isInfinite(units) || Math.abs(units) >= MPSolver.infinity() || (!found && units == 0)) {
            return OptionalLong.empty();
        }
        double nanoCost = units * models.get(0).nanoCostPerUnit
                + models.stream().mapToDouble(model -> (double) model.base).sum();
        return OptionalLong.of((long) Math.floor(nanoCost - Scip.TOLERANCE * Math.abs(nanoCost)));
    }
}

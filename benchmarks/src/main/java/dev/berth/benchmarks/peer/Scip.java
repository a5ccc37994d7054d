package dev.berth.benchmarks.peer;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;

/**
 * SCIP through OR-Tools' MPSolver: two binaries a model and slot (kept, loaded) and a continuous variable for each rise
 * that costs. SCIP computes in {@code double}: it calls optimal what is so within its tolerances.
 */
public final class Scip implements Solver {
    /** Of the cost; SCIP's own comparisons are relative with 1e-9, its constraints hold within 1e-6. */
    public static final double TOLERANCE = 1e-8;

    /** Largest objective coefficient given to SCIP, whose dual tolerance of 1e-7 is absolute. */
    private static final double LARGEST_COEFFICIENT = 1e6;

    private final PeerLimits peerLimits;

    /** Loads the native library, once a process. */
    public Scip(PeerLimits limits) {
        Loader.loadNativeLibraries();
        peerLimits = limits;
    }

    @Override
    public String name() {
        return "scip";
    }

    @Override
    public String description() {
        return "SCIP, an integer linear programme through OR-Tools";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        MPSolver solver = MPSolver.createSolver("SCIP");
        MPSolverParameters parameters = new MPSolverParameters();
        try {
            solver.setTimeLimit(peerLimits.milliseconds());
            if (!problem.isChain()) {
                return new ScipModes(problem, solver).solve(name(), parameters);
            }
            parameters.setDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 0);
            Model model = new Model(problem, solver);
            MPSolver.ResultStatus status = solver.solve(parameters);
            return read(model, status);
        } finally {
            parameters.delete();
            solver.delete();
        }
    }

    private Solution read(Model model, MPSolver.ResultStatus status) {
        Problem problem = model.problem;
        boolean proven = status == MPSolver.ResultStatus.OPTIMAL;
        boolean found = proven || status == MPSolver.ResultStatus.FEASIBLE;
        byte[] residencies = PeerSolutions.lowest(problem);
        if (found) {
            for (int cell = 0; cell < residencies.length; cell++) {
                residencies[cell] = (byte)
                        (Math.round(model.kept[cell].solutionValue()) + Math.round(model.loaded[cell].solutionValue()));
            }
        }
        String note = found ? status.name().toLowerCase(Locale.ROOT) : "no plan found in the time allowed";
        return PeerSolutions.of(
                name(), problem, new Plan(problem.models(), residencies), model.bound(found), TOLERANCE, proven, note);
    }

    private static final class Model {
        private final Problem problem;
        private final MPSolver solver;
        private final MPObjective objective;
        private final double nanoCostPerUnit;
        private final MPVariable[] kept;
        private final MPVariable[] loaded;
        private long base;

        Model(Problem problem, MPSolver solver) {
            this.problem = problem;
            this.solver = solver;
            objective = solver.objective();
            nanoCostPerUnit = Math.max(1, largestCost(problem) / LARGEST_COEFFICIENT);
            int cells = problem.slots() * problem.models();
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
         * In shares of the capacity. Weights in bytes are whole numbers of 1e10 and more: SCIP then makes knapsacks of
         * the rows and calls plans optimal that cost up to 5 % more than the optimum.
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
            rise(kept, slot, model, 1, problem.switchingCost(model, 0, 1));
            rise(loaded, slot, model, 2, problem.switchingCost(model, 1, 2));
        }

        private void add(MPVariable variable, long nanoCost) {
            objective.setCoefficient(variable, objective.getCoefficient(variable) + nanoCost / nanoCostPerUnit);
        }

        /** A variable that is at least the rise of a level from the slot before. */
        private void rise(MPVariable[] level, int slot, int model, int index, long price) {
            if (price == 0) {
                return;
            }
            int cell = slot * problem.models() + model;
            if (slot > 0) {
                MPVariable rise = solver.makeNumVar(0, 1, "");
                MPConstraint row = solver.makeConstraint(-MPSolver.infinity(), 0);
                row.setCoefficient(level[cell], 1);
                row.setCoefficient(level[cell - problem.models()], -1);
                row.setCoefficient(rise, -1);
                add(rise, price);
            } else if (problem.initial(model).index() < index) {
                add(level[cell], price);
            }
        }

        /** What SCIP has proven, less its tolerance; empty where it has proven nothing yet. */
        private OptionalLong bound(boolean found) {
            double units = objective.bestBound();
            if (Double.isInfinite(units) || Math.abs(units) >= MPSolver.infinity() || (!found && units == 0)) {
                return OptionalLong.empty();
            }
            double nanoCost = units * nanoCostPerUnit + (double) base;
            return OptionalLong.of((long) Math.floor(nanoCost - TOLERANCE * Math.abs(nanoCost)));
        }
    }
}

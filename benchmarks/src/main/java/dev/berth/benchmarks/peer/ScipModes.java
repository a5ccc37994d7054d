package dev.berth.benchmarks.peer;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.Solution;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Services with any modes as an integer programme: a binary a service, slot and mode, and continuous variables for
 * moves, over each branch of a tree up and down, or from each mode to each where there is no tree.
 */
final class ScipModes {
    /** Largest objective coefficient, as in {@link Scip}. */
    private static final double LARGEST_COEFFICIENT = 1e6;

    private final Problem problem;
    private final MPSolver solver;
    private final MPObjective objective;
    private final MPVariable[][] modes;
    private final double nanoCostPerUnit;

    ScipModes(Problem problem, MPSolver solver) {
        this.problem = problem;
        this.solver = solver;
        objective = solver.objective();
        objective.setMinimization();
        modes = new MPVariable[problem.slots() * problem.models()][];
        nanoCostPerUnit = Math.max(1, largestCost() / LARGEST_COEFFICIENT);
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int model = 0; model < problem.models(); model++) {
                addModes(slot, model);
                addMoves(slot, model);
            }
            addLimits(slot);
        }
    }

    private double largestCost() {
        long largest = 1;
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int model = 0; model < problem.models(); model++) {
                for (int mode = 0; mode < problem.modes(model); mode++) {
                    largest = Math.max(largest, problem.slotCost(slot, model, mode));
                    for (int to = 0; to < problem.modes(model); to++) {
                        long move = problem.switchingCost(slot, model, mode, to);
                        largest = move >= Problem.NEVER ? largest : Math.max(largest, move);
                    }
                }
            }
        }
        return (double) largest;
    }

    private int cell(int slot, int model) {
        return slot * problem.models() + model;
    }

    private void addModes(int slot, int model) {
        MPVariable[] own = solver.makeBoolVarArray(problem.modes(model));
        modes[cell(slot, model)] = own;
        MPConstraint one = solver.makeConstraint(1, 1);
        for (int mode = 0; mode < own.length; mode++) {
            if (mode < problem.lowest(model) || mode > problem.highest(model)) {
                own[mode].setBounds(0, 0);
            }
            one.setCoefficient(own[mode], 1);
            charge(own[mode], problem.slotCost(slot, model, mode));
        }
    }

    private void charge(MPVariable variable, long nanoCost) {
        objective.setCoefficient(variable, (double) nanoCost / nanoCostPerUnit);
    }

    private void addLimits(int slot) {
        for (Resource resource : Resource.values()) {
            OptionalLong limit = resource.limit(problem.capacity());
            if (limit.isPresent()) {
                double unit = (double) Math.max(1, limit.getAsLong());
                MPConstraint row = solver.makeConstraint(-MPSolver.infinity(), (double) limit.getAsLong() / unit);
                for (int model = 0; model < problem.models(); model++) {
                    MPVariable[] own = modes[cell(slot, model)];
                    for (int mode = 0; mode < own.length; mode++) {
                        row.setCoefficient(own[mode], (double) problem.use(resource.index(), model, mode) / unit);
                    }
                }
            }
        }
    }

    private void addMoves(int slot, int model) {
        if (problem.modes(model) > 1 && problem.parent(model, 1) < 0) {
            addFlows(slot, model);
            return;
        }
        for (int mode = 1; mode < problem.modes(model); mode++) {
            int parent = problem.parent(model, mode);
            addBranch(slot, model, mode, 1, problem.switchingCost(slot, model, parent, mode));
            addBranch(slot, model, mode, -1, problem.switchingCost(slot, model, mode, parent));
        }
    }

    /** A variable that is at least how much more, or less, of the service is at a mode or above it than before. */
    private void addBranch(int slot, int model, int mode, int sign, long nanoCost) {
        if (nanoCost == 0) {
            return;
        }
        double before = slot == 0 && isAbove(model, problem.initialMode(model), mode) ? sign : 0;
        MPVariable move = solver.makeNumVar(0, nanoCost >= Problem.NEVER ? 0 : 1, "");
        charge(move, nanoCost >= Problem.NEVER ? 0 : nanoCost);
        MPConstraint row = solver.makeConstraint(-MPSolver.infinity(), before);
        row.setCoefficient(move, -1);
        for (int other = mode; other < problem.modes(model); other++) {
            if (isAbove(model, other, mode)) {
                row.setCoefficient(modes[cell(slot, model)][other], sign);
                if (slot > 0) {
                    row.setCoefficient(modes[cell(slot - 1, model)][other], -sign);
                }
            }
        }
    }

    private boolean isAbove(int model, int mode, int root) {
        int at = mode;
        while (at > root) {
            at = problem.parent(model, at);
        }
        return at == root;
    }

    private void addFlows(int slot, int model) {
        MPVariable[] own = modes[cell(slot, model)];
        for (int to = 0; to < own.length && slot == 0; to++) {
            long cost = problem.switchingCost(0, model, problem.initialMode(model), to);
            if (cost >= Problem.NEVER) {
                own[to].setBounds(0, 0);
            } else {
                objective.setCoefficient(own[to], objective.getCoefficient(own[to]) + (double) cost / nanoCostPerUnit);
            }
        }
        if (slot == 0) {
            return;
        }
        MPConstraint[] in = new MPConstraint[own.length];
        for (int to = 0; to < own.length; to++) {
            in[to] = solver.makeConstraint(0, 0);
            in[to].setCoefficient(own[to], -1);
        }
        for (int from = 0; from < own.length; from++) {
            MPConstraint out = solver.makeConstraint(0, 0);
            out.setCoefficient(modes[cell(slot - 1, model)][from], -1);
            for (int to = 0; to < own.length; to++) {
                long cost = problem.switchingCost(slot, model, from, to);
                if (cost < Problem.NEVER) {
                    MPVariable flow = solver.makeNumVar(0, 1, "");
                    charge(flow, cost);
                    out.setCoefficient(flow, 1);
                    in[to].setCoefficient(flow, 1);
                }
            }
        }
    }

    Solution solve(String name, MPSolverParameters parameters) {
        parameters.setDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 0);
        MPSolver.ResultStatus status = solver.solve(parameters);
        boolean proven = status == MPSolver.ResultStatus.OPTIMAL;
        boolean found = proven || status == MPSolver.ResultStatus.FEASIBLE;
        byte[] plan = PeerSolutions.lowest(problem);
        for (int cell = 0; cell < plan.length && found; cell++) {
            for (int mode = 0; mode < modes[cell].length; mode++) {
                plan[cell] = modes[cell][mode].solutionValue() > 0.5 ? (byte) mode : plan[cell];
            }
        }
        String note = found ? status.name().toLowerCase(Locale.ROOT) : "no plan found in the time allowed";
        return PeerSolutions.of(
                name, problem, new Plan(problem.models(), plan), bound(found), Scip.TOLERANCE, proven, note);
    }

    private OptionalLong bound(boolean found) {
        double units = objective.bestBound();
        if (Double.isInfinite(units) || Math.abs(units) >= MPSolver.infinity() || (!found && units == 0)) {
            return OptionalLong.empty();
        }
        double nanoCost = units * nanoCostPerUnit;
        return OptionalLong.of((long) Math.floor(nanoCost - Scip.TOLERANCE * Math.abs(nanoCost)));
    }
}

package dev.berth.benchmarks.peer;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import java.util.List;
import java.util.Locale;

/**
 * SCIP through OR-Tools' MPSolver: two binaries a model and slot (kept, loaded) and a continuous variable for each rise
 * that costs. SCIP computes in {@code double}: it calls optimal what is so within its tolerances.
 */
public final class Scip implements Solver {
    /** Of the cost; SCIP's own comparisons are relative with 1e-9, its constraints hold within 1e-6. */
    public static final double TOLERANCE = 1e-8;

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
            ScipModel model = new ScipModel(problem, solver, ScipModel.scale(List.of(problem)));
            MPSolver.ResultStatus status = solver.solve(parameters);
            return read(model, status);
        } finally {
            parameters.delete();
            solver.delete();
        }
    }

    private Solution read(ScipModel model, MPSolver.ResultStatus status) {
        Problem problem = model.problem();
        boolean proven = status == MPSolver.ResultStatus.OPTIMAL;
        boolean found = proven || status == MPSolver.ResultStatus.FEASIBLE;
        Plan plan = found ? model.plan() : new Plan(problem.models(), PeerSolutions.lowest(problem));
        return PeerSolutions.of(
                name(), problem, plan, ScipModel.bound(List.of(model), found), TOLERANCE, proven, note(status, found));
    }

    static String note(MPSolver.ResultStatus status, boolean found) {
        return found ? status.name().toLowerCase(Locale.ROOT) : "no plan found in the time allowed";
    }
}

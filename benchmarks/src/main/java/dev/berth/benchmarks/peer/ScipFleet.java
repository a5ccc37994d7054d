package dev.berth.benchmarks.peer;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import java.util.List;
import java.util.OptionalLong;

/** SCIP on servers behind one link, as one programme: a row a slot for what all of them download. */
public final class ScipFleet {
    private final PeerLimits limits;

    /** Loads the native library, once a process. */
    public ScipFleet(PeerLimits limits) {
        Loader.loadNativeLibraries();
        this.limits = limits;
    }

    /**
     * Solves.
     *
     * @param fleet of models that are absent, stored or loaded, with downloads that cost
     * @throws IllegalStateException where its plans break a limit
     */
    public Solution solve(Fleet fleet) {
        MPSolver solver = MPSolver.createSolver("SCIP");
        MPSolverParameters parameters = new MPSolverParameters();
        try {
            solver.setTimeLimit(limits.milliseconds());
            parameters.setDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 0);
            double scale = ScipModel.scale(fleet.servers());
            List<ScipModel> models = fleet.servers().stream()
                    .map(server -> new ScipModel(server, solver, scale))
                    .toList();
            double carried = (double) fleet.backhaulBytesPerSlot();
            for (int slot = 0; slot < fleet.slots(); slot++) {
                MPConstraint row = solver.makeConstraint(-MPSolver.infinity(), 1);
                for (ScipModel model : models) {
                    model.download(slot, row, carried);
                }
            }
            MPSolver.ResultStatus status = solver.solve(parameters);
            boolean found = status == MPSolver.ResultStatus.OPTIMAL || status == MPSolver.ResultStatus.FEASIBLE;
            List<Plan> plans = models.stream()
                    .map(model -> found ? model.plan() : lowest(model.problem()))
                    .toList();
            Limits.broken(fleet, plans).ifPresent(broken -> {
                throw new IllegalStateException("scip: plans break a limit, " + broken);
            });
            Solution solution = Solution.of(fleet, plans, OptionalLong.empty(), Scip.note(status, found));
            OptionalLong bound = ScipModel.bound(models, found);
            return bound.isEmpty()
                    ? solution
                    : Solution.of(
                            fleet,
                            plans,
                            OptionalLong.of(
                                    Math.min(bound.getAsLong(), solution.cost().total())),
                            solution.note());
        } finally {
            parameters.delete();
            solver.delete();
        }
    }

    private static Plan lowest(Problem problem) {
        return new Plan(problem.models(), PeerSolutions.lowest(problem));
    }
}

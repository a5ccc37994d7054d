package dev.berth.benchmarks.peer;

import com.google.ortools.Loader;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import java.util.Locale;
import java.util.OptionalLong;

/** OR-Tools CP-SAT: two Booleans a model and slot (kept, loaded), clauses for rises, integer costs. */
public final class CpSat implements Solver {
    private final PeerLimits peerLimits;

    /** Loads the native library, once a process. */
    public CpSat(PeerLimits limits) {
        Loader.loadNativeLibraries();
        peerLimits = limits;
    }

    @Override
    public String name() {
        return "cp-sat";
    }

    @Override
    public String description() {
        return "CP-SAT of OR-Tools";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        PeerSolutions.requireChain(name(), problem);
        Model model = new Model(problem);
        CpSolver solver = new CpSolver();
        solver.getParameters()
                .setMaxTimeInSeconds(peerLimits.seconds())
                .setNumWorkers(peerLimits.threads())
                .setRandomSeed(1)
                // With it CP-SAT 9.15 calls plans optimal that are not: huge-models/daily/per-request/7x1/307.
                .setPresolveInclusionWorkLimit(0)
                .setRelativeGapLimit(0)
                .setAbsoluteGapLimit(0);
        CpSolverStatus status = solver.solve(model.cp);
        boolean found = status == CpSolverStatus.OPTIMAL || status == CpSolverStatus.FEASIBLE;
        byte[] residencies = PeerSolutions.lowest(problem);
        if (found) {
            for (int cell = 0; cell < residencies.length; cell++) {
                residencies[cell] = (byte) ((solver.booleanValue(model.kept[cell]) ? 1 : 0)
                        + (solver.booleanValue(model.loaded[cell]) ? 1 : 0));
            }
        }
        String note = found ? status.name().toLowerCase(Locale.ROOT) : "no plan found in the time allowed";
        OptionalLong bound = OptionalLong.of((long) Math.floor(solver.bestObjectiveBound()));
        boolean proven = status == CpSolverStatus.OPTIMAL;
        // The bound is an integer that went through a double: beyond 2^53 it may be off by its rounding.
        return PeerSolutions.of(name(), problem, new Plan(problem.models(), residencies), bound, 0x1p-52, proven, note);
    }

    private static final class Model {
        private final CpModel cp = new CpModel();
        private final LinearExprBuilder cost = LinearExpr.newBuilder();
        private final Problem problem;
        private final BoolVar[] kept;
        private final BoolVar[] loaded;

        Model(Problem problem) {
            this.problem = problem;
            int cells = problem.slots() * problem.models();
            kept = new BoolVar[cells];
            loaded = new BoolVar[cells];
            for (int cell = 0; cell < cells; cell++) {
                kept[cell] = cp.newBoolVar("");
                loaded[cell] = cp.newBoolVar("");
                cp.addImplication(loaded[cell], kept[cell]);
                bound(cell, cell % problem.models());
            }
            for (int slot = 0; slot < problem.slots(); slot++) {
                limit(slot);
                for (int model = 0; model < problem.models(); model++) {
                    price(slot, model);
                }
            }
            cp.minimize(cost);
        }

        private void bound(int cell, int model) {
            if (problem.lowest(model) > 0) {
                cp.addEquality(problem.lowest(model) == 1 ? kept[cell] : loaded[cell], 1);
            }
            if (problem.highest(model) < 2) {
                cp.addEquality(problem.highest(model) == 1 ? loaded[cell] : kept[cell], 0);
            }
        }

        private void limit(int slot) {
            int first = slot * problem.models();
            LinearExprBuilder storage = LinearExpr.newBuilder();
            LinearExprBuilder memory = LinearExpr.newBuilder();
            LinearExprBuilder energy = LinearExpr.newBuilder();
            for (int model = 0; model < problem.models(); model++) {
                storage.addTerm(kept[first + model], problem.storageBytes(model));
                memory.addTerm(loaded[first + model], problem.memoryBytes(model));
                energy.addTerm(loaded[first + model], problem.energyMillijoules(model));
            }
            cp.addLessOrEqual(storage, problem.capacity().storageBytes());
            cp.addLessOrEqual(memory, problem.capacity().memoryBytes());
            problem.capacity().energyMillijoules().ifPresent(limit -> cp.addLessOrEqual(energy, limit));
        }

        private void price(int slot, int model) {
            int cell = slot * problem.models() + model;
            long absent = problem.slotCost(slot, model, 0);
            long stored = problem.slotCost(slot, model, 1);
            cost.add(absent);
            cost.addTerm(kept[cell], stored - absent);
            cost.addTerm(loaded[cell], problem.slotCost(slot, model, 2) - stored);
            rise(kept, slot, model, 1, problem.switchingCost(model, 0, 1));
            rise(loaded, slot, model, 2, problem.switchingCost(model, 1, 2));
        }

        /** A Boolean that is true where the residency rises to a level or above it in this slot. */
        private void rise(BoolVar[] level, int slot, int model, int index, long price) {
            if (price == 0) {
                return;
            }
            int cell = slot * problem.models() + model;
            if (slot > 0) {
                BoolVar rise = cp.newBoolVar("");
                cp.addBoolOr(new Literal[] {level[cell - problem.models()], level[cell].not(), rise});
                cost.addTerm(rise, price);
            } else if (problem.initial(model).index() < index) {
                cost.addTerm(level[cell], price);
            }
        }
    }
}

package dev.berth.optimizer.document;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Baseline;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.record.BadInputException;
import dev.berth.record.ComponentException;
import dev.berth.record.Reading;
import dev.berth.record.SchemaVersion;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code plan.json} holds.
 *
 * @param schemaVersion version of this format, 2
 * @param tool name and version of the writer
 * @param profiles dataset the plan was made from
 * @param profilesFingerprint {@code sha256:} of that file
 * @param scenario scenario the plan was made for
 * @param scenarioFingerprint {@code sha256:} of that file
 * @param assumptions what was assumed and not measured, one line each
 * @param charging which terms the cost has
 * @param slots number of slots, >= 1
 * @param slotSeconds length of a slot
 * @param storageCapacityBytes what the server has
 * @param memoryCapacityBytes what the server has
 * @param solver name of the solver whose plan this is: the cheapest of those run
 * @param cost its cost
 * @param fetchedShare share of the expected requests that find their model absent and are served by a download and a
 *     load
 * @param allCloudCost cost were the cloud to serve every request; not supported where it is more than is counted
 * @param solvers every solver that ran
 * @param models residencies, one entry a model
 */
@SchemaVersion(value = PlanFile.SCHEMA_VERSION, remedy = "make it again with 'berth plan'")
record PlanFile(
        int schemaVersion,
        String tool,
        String profiles,
        String profilesFingerprint,
        String scenario,
        String scenarioFingerprint,
        List<String> assumptions,
        Charging charging,
        int slots,
        double slotSeconds,
        long storageCapacityBytes,
        long memoryCapacityBytes,
        String solver,
        Cost cost,
        double fetchedShare,
        Reading<Cost> allCloudCost,
        List<SolverResult> solvers,
        List<ModelPlan> models) {
    static final int SCHEMA_VERSION = 2;

    /** What to do about a plan that does not fit. */
    static final String USE = "; use the scenario and dataset it was made for";

    PlanFile {
        requireVersion(schemaVersion);
        requireShare(fetchedShare);
        assumptions = List.copyOf(assumptions);
        solvers = List.copyOf(solvers);
        models = List.copyOf(models);
        requireCovered("models", slots, models);
    }

    static void requireVersion(int version) {
        if (version != SCHEMA_VERSION) {
            throw new IllegalArgumentException(
                    "out of range: schemaVersion=" + version + ", expected " + SCHEMA_VERSION);
        }
    }

    static void requireShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("out of range: fetchedShare=" + share + ", expected 0 to 1");
        }
    }

    /**
     * Stretches of every model go through all slots.
     *
     * @param component of the record, in which the models are
     */
    static void requireCovered(String component, int slots, List<ModelPlan> models) {
        for (ModelPlan model : models) {
            long covered = model.slots();
            if (covered != slots) {
                throw ComponentException.of(
                        component,
                        "out of range: stretches of " + model.name() + " cover " + covered + " slots, expected "
                                + slots);
            }
        }
    }

    /**
     * The plan itself, in the order of a problem's models.
     *
     * @param source name of the file, for messages
     * @throws BadInputException where the problem has other slots or models, or the plan breaks one of its limits
     */
    Plan plan(Path source, Problem problem) {
        Plan plan = plan(source.toString(), solver, slots, models, problem);
        Limits.broken(problem, plan).ifPresent(fault -> {
            throw new BadInputException(source + ": " + fault + USE);
        });
        return plan;
    }

    /** The plan of models whose stretches cover all slots, or that of all-cloud; limits are not looked at. */
    static Plan plan(String place, String solver, int slots, List<ModelPlan> models, Problem problem) {
        List<String> names = models.stream().map(ModelPlan::name).toList();
        if (slots != problem.slots()
                || !names.containsAll(problem.names())
                || names.size() != problem.names().size()) {
            throw new BadInputException(place + ": plan of " + slots + " slots of the models "
                    + String.join(", ", names) + ", expected " + problem.slots() + " slots of "
                    + String.join(", ", problem.names()) + USE);
        }
        byte[] residencies = new byte[slots * names.size()];
        for (ModelPlan model : models) {
            int column = problem.names().indexOf(model.name());
            for (Stretch stretch : model.stretches()) {
                for (int slot = 0; slot < stretch.slots(); slot++) {
                    residencies[(stretch.fromSlot() + slot) * names.size() + column] =
                            (byte) stretch.residency().index();
                }
            }
        }
        if (!solver.equals(Baseline.ALL_CLOUD)) {
            return new Plan(names.size(), residencies);
        }
        for (byte residency : residencies) {
            if (residency != 0) {
                throw new BadInputException(place + ": plan of " + solver + " that keeps models, expected all absent");
            }
        }
        return Plan.allCloud(slots, names.size());
    }

    /** Split of a cost in nano-cost units; 1e9 of them are one unit of the scenario's prices. */
    record Cost(long resourcesNanoCost, long delayNanoCost, long switchingNanoCost, long totalNanoCost) {
        Cost {
            if (totalNanoCost != resourcesNanoCost + delayNanoCost + switchingNanoCost) {
                throw new IllegalArgumentException(
                        "out of range: totalNanoCost=" + totalNanoCost + ", expected the sum of the parts");
            }
        }

        static Cost of(PlanCost cost) {
            return new Cost(cost.resources(), cost.delay(), cost.switching(), cost.total());
        }
    }

    /**
     * What one solver found.
     *
     * @param name its name
     * @param cost cost of its plan, by the slow evaluator
     * @param fetchedShare share of the expected requests that are served by a download and a load
     * @param boundNanoCost no plan costs less; not supported where it knows no bound
     * @param proven whether no plan is cheaper
     * @param note its remark
     */
    record SolverResult(
            String name, Cost cost, double fetchedShare, Reading<Long> boundNanoCost, boolean proven, String note) {
        SolverResult {
            requireShare(fetchedShare);
        }
    }

    /**
     * One model and its residencies.
     *
     * @param name as in the dataset
     * @param storageBytes what it takes when stored or loaded
     * @param memoryBytes what it takes when loaded
     * @param transferNanos download over the backhaul
     * @param preloadNanos from storage into device memory
     * @param inferenceNanos one request
     * @param stretches slots of one residency, in order, without gaps
     */
    record ModelPlan(
            String name,
            long storageBytes,
            long memoryBytes,
            long transferNanos,
            long preloadNanos,
            long inferenceNanos,
            List<Stretch> stretches) {
        ModelPlan {
            stretches = List.copyOf(stretches);
            long covered = 0;
            for (Stretch stretch : stretches) {
                if (stretch.fromSlot() != covered) {
                    throw new IllegalArgumentException("out of range: a stretch of " + name + " begins at slot "
                            + stretch.fromSlot() + ", expected " + covered);
                }
                covered += stretch.slots();
            }
        }

        /** Slots of all stretches together. */
        long slots() {
            return stretches.stream().mapToLong(Stretch::slots).sum();
        }
    }

    /**
     * Slots through which a residency lasts.
     *
     * @param fromSlot first slot, from 0
     * @param slots how many, >= 1
     * @param residency the residency
     */
    record Stretch(int fromSlot, int slots, Residency residency) {
        Stretch {
            if (fromSlot < 0 || slots < 1) {
                throw new IllegalArgumentException(
                        "out of range: fromSlot=" + fromSlot + ", slots=" + slots + ", expected >= 0 and >= 1");
            }
        }
    }
}

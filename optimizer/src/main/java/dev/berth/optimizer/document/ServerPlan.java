package dev.berth.optimizer.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.record.BadInputException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

@Description("The plan of one server.")
public record ServerPlan(
        @Description("as in the scenario") String name,

        @Description("what was assumed and not measured, one line each")
        List<String> assumptions,

        @Description("what the server has") @Range(least = 0)
        long storageCapacityBytes,

        @Description("what the server has") @Range(least = 0)
        long memoryCapacityBytes,

        @Description("what the server has; absent where host memory is not planned with")
        @Range(least = 0)
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Long hostMemoryCapacityBytes,

        @Description("cost of its plan; what its own requests wait counts here, wherever they are served")
        NanoCost cost,

        @Description("share of its expected requests that neighbours serve; absent where it has none")
        @Range(least = 0, most = 1)
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Double neighbourShare,

        @Description("residencies, one entry a model") List<ModelPlan> models) {
    public ServerPlan {
        Require.atLeast("storageCapacityBytes", storageCapacityBytes, 0);
        Require.atLeast("memoryCapacityBytes", memoryCapacityBytes, 0);
        Require.atLeast("hostMemoryCapacityBytes", hostMemoryCapacityBytes == null ? 0 : hostMemoryCapacityBytes, 0);
        SolverResult.requireShare("neighbourShare", neighbourShare == null ? 0 : neighbourShare);
        assumptions = List.copyOf(assumptions);
        models = List.copyOf(models);
    }

    /** Lines of each server as those of all of them; a line that is not everybody's begins with the server's name. */
    public static List<String> joined(List<String> names, List<List<String>> lines) {
        Set<String> joined = new LinkedHashSet<>();
        for (int server = 0; server < names.size(); server++) {
            for (String line : lines.get(server)) {
                boolean ofAll = lines.stream().allMatch(other -> other.contains(line));
                joined.add(ofAll ? line : names.get(server) + ": " + line);
            }
        }
        return List.copyOf(joined);
    }

    /**
     * The plan of models whose stretches cover all slots, or that of all-cloud; limits are not looked at.
     *
     * @param place file and server, for messages
     * @param solver name of the solver
     * @param slots number of slots of the plan
     * @throws BadInputException where the problem has other slots or models
     */
    Plan plan(String place, String solver, int slots, Problem problem) {
        List<String> names = models.stream().map(ModelPlan::name).toList();
        if (slots != problem.slots()
                || !names.containsAll(problem.names())
                || names.size() != problem.names().size()) {
            throw new BadInputException(place + ": plan of " + slots + " slots of the models "
                    + String.join(", ", names) + ", expected " + problem.slots() + " slots of "
                    + String.join(", ", problem.names()) + PlanFile.USE);
        }
        byte[] residencies = new byte[slots * names.size()];
        for (ModelPlan model : models) {
            int column = problem.names().indexOf(model.name());
            for (ModelPlan.Stretch stretch : model.stretches()) {
                for (int slot = 0; slot < stretch.slots(); slot++) {
                    residencies[(stretch.fromSlot() + slot) * names.size() + column] =
                            (byte) mode(place, problem, column, stretch);
                }
            }
        }
        return solver.equals(Baseline.ALL_CLOUD)
                ? allCloud(place, residencies, slots)
                : new Plan(names.size(), residencies);
    }

    /**
     * Number of the mode that a stretch of a model is in.
     *
     * @param place for messages
     * @throws BadInputException where the problem has none such
     */
    static int mode(String place, Problem problem, int model, ModelPlan.Stretch stretch) {
        String kept = place + ": plan that keeps " + problem.names().get(model) + " ";
        if (stretch.mode() != null) {
            for (int mode = 0; mode < problem.modes(model); mode++) {
                if (problem.mode(model, mode).name().equals(stretch.mode())) {
                    return mode;
                }
            }
            throw new BadInputException(kept + stretch.mode() + ", which the scenario does not know; plan again");
        }
        int mode = problem.mode(model, stretch.residency());
        if (problem.residency(model, mode) != stretch.residency()) {
            throw new BadInputException(kept + stretch.residency().label()
                    + ", which the scenario does not plan with; add server.hostMemory, or plan again");
        }
        return mode;
    }

    private Plan allCloud(String place, byte[] residencies, int slots) {
        for (byte residency : residencies) {
            if (residency != 0) {
                throw new BadInputException(
                        place + ": plan of " + Baseline.ALL_CLOUD + " that keeps models, expected all absent");
            }
        }
        return Plan.allCloud(slots, models.size());
    }
}

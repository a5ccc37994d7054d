package dev.berth.optimizer.document;

import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.record.BadInputException;
import dev.berth.record.Reading;
import dev.berth.record.SchemaVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the plan file of several servers holds.
 *
 * @param schemaVersion version of this format, 2
 * @param tool name and version of the writer
 * @param profiles dataset the plans were made from
 * @param profilesFingerprint {@code sha256:} of that file
 * @param scenario scenario the plans were made for
 * @param scenarioFingerprint {@code sha256:} of that file
 * @param charging which terms the cost has
 * @param slots number of slots, >= 1
 * @param slotSeconds length of a slot
 * @param sharedBackhaulBytesPerSlot what all servers together may download in a slot; not supported where they share
 *     nothing
 * @param solver name of the solver beneath the plans: the cheapest of those run
 * @param cost cost of all servers together
 * @param fetchedShare share of the expected requests that find their model absent and are served by a download and a
 *     load
 * @param allCloudCost cost were the cloud to serve every request; not supported where it is more than is counted
 * @param solvers every solver that ran
 * @param servers each server's plan
 */
@SchemaVersion(value = PlanFile.SCHEMA_VERSION, remedy = "make it again with 'berth plan'")
record FleetFile(
        int schemaVersion,
        String tool,
        String profiles,
        String profilesFingerprint,
        String scenario,
        String scenarioFingerprint,
        Charging charging,
        int slots,
        double slotSeconds,
        Reading<Long> sharedBackhaulBytesPerSlot,
        String solver,
        PlanFile.Cost cost,
        double fetchedShare,
        Reading<PlanFile.Cost> allCloudCost,
        List<PlanFile.SolverResult> solvers,
        List<ServerPlan> servers) {
    FleetFile {
        PlanFile.requireVersion(schemaVersion);
        PlanFile.requireShare(fetchedShare);
        solvers = List.copyOf(solvers);
        servers = List.copyOf(servers);
        for (ServerPlan server : servers) {
            PlanFile.requireCovered("servers", slots, server.models());
        }
    }

    /**
     * The plans themselves, one a server of a scenario, in its order.
     *
     * @param source name of the file, for messages
     * @throws BadInputException where the scenario has other servers, slots or models, or the plans break a limit
     */
    List<Plan> plans(Path source, Servers scenario) {
        List<String> planned = servers.stream().map(ServerPlan::name).toList();
        List<String> names = scenario.scenario().names();
        if (planned.size() != names.size() || !planned.containsAll(names)) {
            throw new BadInputException(source + ": plan of the servers " + String.join(", ", planned) + ", expected "
                    + String.join(", ", names) + PlanFile.USE);
        }
        List<Plan> plans = new ArrayList<>();
        for (int server = 0; server < names.size(); server++) {
            ServerPlan plan = servers.get(planned.indexOf(names.get(server)));
            plans.add(PlanFile.plan(
                    source + ": server " + plan.name(), solver, slots, plan.models(), scenario.problem(server)));
        }
        scenario.broken(plans).ifPresent(fault -> {
            throw new BadInputException(source + ": " + fault + PlanFile.USE);
        });
        return plans;
    }

    /**
     * One server.
     *
     * @param name as in the scenario
     * @param assumptions what was assumed and not measured, one line each
     * @param storageCapacityBytes what the server has
     * @param memoryCapacityBytes what the server has
     * @param cost cost of its plan
     * @param models residencies, one entry a model
     */
    record ServerPlan(
            String name,
            List<String> assumptions,
            long storageCapacityBytes,
            long memoryCapacityBytes,
            PlanFile.Cost cost,
            List<PlanFile.ModelPlan> models) {
        ServerPlan {
            assumptions = List.copyOf(assumptions);
            models = List.copyOf(models);
        }
    }
}

package dev.berth.optimizer.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.command.Commands;
import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.record.BadInputException;
import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Reading;
import dev.berth.record.SchemaVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code plan.json} holds: the plans of several servers, or that of one server by itself, whose keys then stand in
 * the file's own place. {@link #plans} and {@link #perServer} know no difference.
 *
 * @param schemaVersion version of this format, 2
 * @param tool name and version of the writer
 * @param profiles dataset the plans were made from
 * @param profilesFingerprint {@code sha256:} of that file
 * @param scenario scenario the plans were made for
 * @param scenarioFingerprint {@code sha256:} of that file
 * @param assumptions of one server: what was assumed and not measured, one line each
 * @param charging which terms the cost has
 * @param slots number of slots, >= 1
 * @param slotSeconds length of a slot
 * @param storageCapacityBytes of one server: what it has
 * @param memoryCapacityBytes of one server: what it has
 * @param sharedBackhaulBytesPerSlot of several servers: what all of them may download in a slot; not supported where
 *     they share nothing
 * @param solver name of the solver whose plans these are: the cheapest of those run
 * @param cost cost of all servers together
 * @param fetchedShare share of the expected requests that find their model absent and are served by a download and a
 *     load
 * @param allCloudCost cost were the cloud to serve every request; not supported where it is more than is counted
 * @param solvers every solver that ran
 * @param models of one server: residencies, one entry a model
 * @param servers of several servers: each one's plan
 */
@SchemaVersion(value = PlanFile.SCHEMA_VERSION, remedy = "make it again with 'berth plan'")
public record PlanFile(
        int schemaVersion,
        String tool,
        String profiles,
        String profilesFingerprint,
        String scenario,
        String scenarioFingerprint,

        @MayBeAbsent @JsonInclude(JsonInclude.Include.NON_NULL)
        List<String> assumptions,

        Charging charging,
        int slots,
        double slotSeconds,

        @MayBeAbsent @JsonInclude(JsonInclude.Include.NON_NULL)
        Long storageCapacityBytes,

        @MayBeAbsent @JsonInclude(JsonInclude.Include.NON_NULL)
        Long memoryCapacityBytes,

        @MayBeAbsent @JsonInclude(JsonInclude.Include.NON_NULL)
        Reading<Long> sharedBackhaulBytesPerSlot,

        String solver,
        NanoCost cost,
        double fetchedShare,
        Reading<NanoCost> allCloudCost,
        List<SolverResult> solvers,

        @MayBeAbsent @JsonInclude(JsonInclude.Include.NON_NULL)
        List<ModelPlan> models,

        @MayBeAbsent @JsonInclude(JsonInclude.Include.NON_NULL)
        List<ServerPlan> servers)
        implements Document {
    static final int SCHEMA_VERSION = 2;

    /** What to do about a plan that does not fit. */
    public static final String USE = "; use the scenario and dataset it was made for";

    public PlanFile {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException(
                    "out of range: schemaVersion=" + schemaVersion + ", expected " + SCHEMA_VERSION);
        }
        SolverResult.requireShare(fetchedShare);
        solvers = List.copyOf(solvers);
        if (servers == null) {
            requireKeys(
                    "of one server has assumptions, storageCapacityBytes, memoryCapacityBytes and models, and no"
                            + " sharedBackhaulBytesPerSlot",
                    Arrays.asList(assumptions, storageCapacityBytes, memoryCapacityBytes, models),
                    Arrays.asList(sharedBackhaulBytesPerSlot));
            assumptions = List.copyOf(assumptions);
            models = List.copyOf(models);
            requireCovered("models", slots, models);
        } else {
            requireKeys(
                    "of several servers has sharedBackhaulBytesPerSlot, and no assumptions, storageCapacityBytes,"
                            + " memoryCapacityBytes or models of its own",
                    Arrays.asList(sharedBackhaulBytesPerSlot),
                    Arrays.asList(assumptions, storageCapacityBytes, memoryCapacityBytes, models));
            servers = List.copyOf(servers);
            for (ServerPlan server : servers) {
                requireCovered("servers", slots, server.models());
            }
        }
    }

    private static void requireKeys(String expected, List<?> present, List<?> absent) {
        if (present.contains(null) || absent.stream().anyMatch(Objects::nonNull)) {
            throw new IllegalArgumentException("keys missing or too many: a plan " + expected);
        }
    }

    /**
     * Stretches of every model go through all slots.
     *
     * @param component of the record, in which the models are
     */
    private static void requireCovered(String component, int slots, List<ModelPlan> models) {
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
     * The plans of servers as they are written.
     *
     * @param sharedBackhaulBytesPerSlot empty for one server by itself, of which there is then one plan
     * @param solvers every solver that ran
     * @param best the one of them whose plans these are
     */
    public static PlanFile of(
            Origins origins,
            Charging charging,
            int slots,
            double slotSeconds,
            Optional<Reading<Long>> sharedBackhaulBytesPerSlot,
            SolverResult best,
            Reading<NanoCost> allCloudCost,
            List<SolverResult> solvers,
            List<ServerPlan> servers) {
        Optional<ServerPlan> alone =
                sharedBackhaulBytesPerSlot.isPresent() ? Optional.empty() : Optional.of(servers.get(0));
        return new PlanFile(
                SCHEMA_VERSION,
                Commands.TOOL,
                origins.dataset().source(),
                origins.dataset().fingerprint(),
                origins.scenario().source(),
                origins.scenario().fingerprint(),
                alone.map(ServerPlan::assumptions).orElse(null),
                charging,
                slots,
                slotSeconds,
                alone.map(ServerPlan::storageCapacityBytes).orElse(null),
                alone.map(ServerPlan::memoryCapacityBytes).orElse(null),
                sharedBackhaulBytesPerSlot.orElse(null),
                best.name(),
                best.cost(),
                best.fetchedShare(),
                allCloudCost,
                solvers,
                alone.map(ServerPlan::models).orElse(null),
                alone.isPresent() ? null : servers);
    }

    /** Whether servers are named; else the plan is that of one by itself. */
    public boolean namesServers() {
        return servers != null;
    }

    /** Each server's plan, that of one by itself among them. */
    public List<ServerPlan> perServer() {
        return servers != null
                ? servers
                : List.of(new ServerPlan(
                        Fleet.ALONE, assumptions, storageCapacityBytes, memoryCapacityBytes, cost, models));
    }

    /** What all servers together may download in a slot; empty where they share nothing. */
    public OptionalLong sharedBackhaul() {
        return sharedBackhaulBytesPerSlot == null
                ? OptionalLong.empty()
                : sharedBackhaulBytesPerSlot.optional().map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    /**
     * The plans themselves, one a server of a fleet, in its order.
     *
     * @param source name of the file, for messages
     * @param fleet of one server by itself exactly where the plan is
     * @throws BadInputException where the fleet has other servers, slots or models, or the plans break a limit
     */
    public List<Plan> plans(Path source, Fleet fleet) {
        List<String> planned = perServer().stream().map(ServerPlan::name).toList();
        if (planned.size() != fleet.names().size() || !planned.containsAll(fleet.names())) {
            throw new BadInputException(source + ": plan of the servers " + String.join(", ", planned) + ", expected "
                    + String.join(", ", fleet.names()) + USE);
        }
        List<Plan> plans = new ArrayList<>();
        for (int server = 0; server < planned.size(); server++) {
            ServerPlan plan = perServer().get(planned.indexOf(fleet.names().get(server)));
            String place = namesServers() ? source + ": server " + plan.name() : source.toString();
            plans.add(plan.plan(place, solver, slots, fleet.servers().get(server)));
        }
        Limits.broken(fleet, plans).ifPresent(fault -> {
            throw new BadInputException(source + ": " + fault + USE);
        });
        return plans;
    }
}

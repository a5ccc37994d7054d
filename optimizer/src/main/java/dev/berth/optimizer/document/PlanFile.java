package dev.berth.optimizer.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.command.Commands;
import dev.berth.dataset.Vocabulary;
import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.record.BadInputException;
import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.record.Schema;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Alternatives;
import dev.berth.schema.Description;
import dev.berth.schema.OneOf;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

@Description("What plan.json holds: the plans of several servers, or that of one server by itself, whose keys then "
        + "stand in the file's own place.")
@Alternatives({PlanFile.OF_ONE_SERVER, PlanFile.OF_SERVERS})
@SchemaVersion(value = PlanFile.SCHEMA_VERSION, remedy = "make it again with 'berth plan'")
public record PlanFile(
        @Description("version of this format, 2") int schemaVersion,
        @Description("name and version of the writer") String tool,

        @Description("command that made it, without where its result went; not told where a program did")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        String command,

        @Description("dataset the plans were made from") String profiles,

        @Description("sha256: of that file") @Text(Vocabulary.FINGERPRINT)
        String profilesFingerprint,

        @Description("scenario the plans were made for") String scenario,

        @Description("sha256: of that file") @Text(Vocabulary.FINGERPRINT)
        String scenarioFingerprint,

        @Description("of one server: what was assumed and not measured, one line each")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        List<String> assumptions,

        @Description("which terms the cost has") Charging charging,
        @Description("number of slots") @Range(least = 1) int slots,
        @Description("length of a slot") @Range(above = 0) double slotSeconds,

        @Description("of one server: what it has")
        @Range(least = 0)
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Long storageCapacityBytes,

        @Description("of one server: what it has")
        @Range(least = 0)
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Long memoryCapacityBytes,

        @Description("of one server: what it has; absent where host memory is not planned with")
        @Range(least = 0)
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Long hostMemoryCapacityBytes,

        @Description(
                "of several servers: what all of them may download in a slot; not supported where they share nothing")
        @Range(least = 0)
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Reading<Long> sharedBackhaulBytesPerSlot,

        @Description("of several servers: links that they share by name; absent where there are none")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        List<SharedLink> sharedLinks,

        @Description("what plans are made for: worst, the shortest longest mean delay; absent for the least total cost")
        @OneOf("worst")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        String objective,

        @Description("name of the solver whose plans these are: the best of those run")
        String solver,

        @Description("cost of all servers together") NanoCost cost,

        @Description(
                "share of the expected requests that find their model absent and are served by a download and a load")
        @Range(least = 0, most = 1)
        double fetchedShare,

        @Description("of several servers: share of the expected requests that neighbours serve; absent where they have"
                + " none")
        @Range(least = 0, most = 1)
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        Double neighbourShare,

        @Description("cost were the cloud to serve every request; not supported where it is more than is counted")
        Reading<NanoCost> allCloudCost,

        @Description("every solver that ran") List<SolverResult> solvers,

        @Description("of one server: residencies, one entry a model")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        List<ModelPlan> models,

        @Description("of several servers: each one's plan") @MayBeAbsent @JsonInclude(JsonInclude.Include.NON_NULL)
        List<ServerPlan> servers)
        implements Document {
    static final int SCHEMA_VERSION = 2;

    /** Keys that a plan of one server has and others have not. */
    static final String OF_ONE_SERVER = "assumptions|storageCapacityBytes|memoryCapacityBytes|models";

    /** Keys that plans of several servers have and others have not. */
    static final String OF_SERVERS = "sharedBackhaulBytesPerSlot|servers";

    /** Its JSON Schema. */
    public static final Schema SCHEMA = new Schema("plan", "Berth plan", PlanFile.class);

    /** What to do about a plan that does not fit. */
    public static final String USE = "; use the scenario and dataset it was made for";

    public PlanFile {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Vocabulary.fingerprint("profilesFingerprint", profilesFingerprint);
        Vocabulary.fingerprint("scenarioFingerprint", scenarioFingerprint);
        Require.atLeast("slots", slots, 1);
        Require.positive("slotSeconds", slotSeconds);
        SolverResult.requireShare("fetchedShare", fetchedShare);
        SolverResult.requireShare("neighbourShare", neighbourShare == null ? 0 : neighbourShare);
        solvers = List.copyOf(solvers);
        sharedLinks = sharedLinks == null ? null : List.copyOf(sharedLinks);
        if (objective != null && !objective.equals("worst")) {
            throw new IllegalArgumentException(
                    "out of range: objective=" + objective + ", expected worst or no such key");
        }
        if (servers == null) {
            requireKeys(
                    OF_ONE_SERVER,
                    Arrays.asList(assumptions, storageCapacityBytes, memoryCapacityBytes, models),
                    Arrays.asList(sharedBackhaulBytesPerSlot));
            Require.atLeast("storageCapacityBytes", storageCapacityBytes, 0);
            Require.atLeast("memoryCapacityBytes", memoryCapacityBytes, 0);
            assumptions = List.copyOf(assumptions);
            models = List.copyOf(models);
            requireCovered("models", slots, models);
        } else {
            requireKeys(
                    OF_SERVERS,
                    Arrays.asList(sharedBackhaulBytesPerSlot),
                    Arrays.asList(assumptions, storageCapacityBytes, memoryCapacityBytes, models));
            Require.atLeast("sharedBackhaulBytesPerSlot", sharedBackhaulBytesPerSlot, 0);
            servers = List.copyOf(servers);
            for (ServerPlan server : servers) {
                requireCovered("servers", slots, server.models());
            }
        }
    }

    private static void requireKeys(String shape, List<?> present, List<?> absent) {
        if (present.contains(null) || absent.stream().anyMatch(Objects::nonNull)) {
            throw new IllegalArgumentException("expected the keys " + shape.replace("|", ", ")
                    + " of a plan " + (shape.equals(OF_SERVERS) ? "of several servers" : "of one server")
                    + ", all of them and none of another");
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
     * @param sharedLinks links that servers share by name; may be none
     * @param objective label of what plans are made for; empty for the least total cost
     * @param solvers every solver that ran
     * @param best the one of them whose plans these are
     */
    public static PlanFile of(
            Origins origins,
            Charging charging,
            int slots,
            double slotSeconds,
            Optional<Reading<Long>> sharedBackhaulBytesPerSlot,
            List<SharedLink> sharedLinks,
            Optional<String> objective,
            SolverResult best,
            Reading<NanoCost> allCloudCost,
            List<SolverResult> solvers,
            List<ServerPlan> servers) {
        Optional<ServerPlan> alone =
                sharedBackhaulBytesPerSlot.isPresent() ? Optional.empty() : Optional.of(servers.get(0));
        return new PlanFile(
                SCHEMA_VERSION,
                Commands.TOOL,
                null,
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
                alone.map(ServerPlan::hostMemoryCapacityBytes).orElse(null),
                sharedBackhaulBytesPerSlot.orElse(null),
                sharedLinks.isEmpty() ? null : sharedLinks,
                objective.orElse(null),
                best.name(),
                best.cost(),
                best.fetchedShare(),
                best.neighbourShare(),
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
                        Fleet.ALONE,
                        assumptions,
                        storageCapacityBytes,
                        memoryCapacityBytes,
                        hostMemoryCapacityBytes,
                        cost,
                        null,
                        models));
    }

    /** The longest mean delay of the plans; empty where they are made for the total cost. */
    public Optional<WorstDelay> worstDelay() {
        return solvers.stream()
                .filter(result -> result.name().equals(solver))
                .findFirst()
                .map(SolverResult::worstDelay);
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

    /**
     * The same, made by a command.
     *
     * @param by as people type it
     */
    public PlanFile madeBy(String by) {
        return new PlanFile(
                schemaVersion,
                tool,
                by,
                profiles,
                profilesFingerprint,
                scenario,
                scenarioFingerprint,
                assumptions,
                charging,
                slots,
                slotSeconds,
                storageCapacityBytes,
                memoryCapacityBytes,
                hostMemoryCapacityBytes,
                sharedBackhaulBytesPerSlot,
                sharedLinks,
                objective,
                solver,
                cost,
                fetchedShare,
                neighbourShare,
                allCloudCost,
                solvers,
                models,
                servers);
    }

    @Override
    public String verb() {
        return "plan";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }
}

package dev.berth.benchmarks.published;

import dev.berth.record.Json;
import dev.berth.record.MayBeNull;
import dev.berth.record.Require;
import dev.berth.record.Schema;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Description;
import dev.berth.schema.NotEmpty;
import dev.berth.schema.Range;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@Description("One instance of the problem: services of a server, each in one of its modes in every slot. The cheapest "
        + "plan has the least sum of what services cost in their modes and of what moving between modes costs, and "
        + "keeps every limit in every slot. All figures are whole numbers.")
@SchemaVersion(value = InstanceFile.SCHEMA_VERSION, remedy = "make it again with 'berth peers --publish'")
public record InstanceFile(
        @Description("version of this format, 1") int schemaVersion,
        @Description("unique among published instances") String name,
        @Description("where it comes from, one line") String about,
        @Description("number of slots") @Range(least = 1) int slots,
        @Description("what the server has in every slot") Amounts limits,
        @Description("in the order of plans") @NotEmpty List<InstanceService> services,

        @Description("best plan and bound that are known; null where none is") @MayBeNull
        BestKnown best,

        @Description("the last solve of each solver, in the order of their names")
        List<Solve> solves) {
    static final int SCHEMA_VERSION = 1;

    /** Its JSON Schema. */
    public static final Schema SCHEMA = new Schema("instance", "Berth instance", InstanceFile.class);

    public InstanceFile {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.text("name", name);
        Require.atLeast("slots", slots, 1);
        services = Require.distinct("services", Require.list("services", services), InstanceService::name);
        for (InstanceService service : services) {
            service.requireSlots(slots);
        }
        solves = Require.distinct("solves", Require.list("solves", solves), Solve::solver);
    }

    /**
     * Reads one.
     *
     * @throws dev.berth.record.BadInputException naming file, line and key of the first fault
     */
    public static InstanceFile read(Path file) {
        return Json.read(file, InstanceFile.class);
    }

    /** What of it is the problem, without what is known of its plans. */
    InstanceFile unsolved() {
        return new InstanceFile(schemaVersion, name, about, slots, limits, services, null, List.of());
    }

    /**
     * The same with one more solve, which stands in place of the solver's last one; the best of both plans and bounds
     * stays.
     *
     * @param plan its plan, a row a slot and an index of a mode a service; empty where it has none
     */
    InstanceFile with(Solve solve, List<List<Integer>> plan) {
        List<Solve> all = new ArrayList<>(solves);
        all.removeIf(other -> other.solver().equals(solve.solver()));
        all.add(solve);
        all.sort((one, other) -> one.solver().compareTo(other.solver()));
        BestKnown better = best;
        if (!plan.isEmpty() && (best == null || solve.planNanoCost() < best.planNanoCost())) {
            better = new BestKnown(
                    solve.planNanoCost(),
                    solve.solver(),
                    plan,
                    best == null ? null : best.boundNanoCost(),
                    best == null ? null : best.boundSolver());
        }
        if (better != null && solve.boundNanoCost() != null && better.isBelow(solve.boundNanoCost())) {
            better = better.withBound(solve.boundNanoCost(), solve.solver());
        }
        return new InstanceFile(schemaVersion, name, about, slots, limits, services, better, all);
    }
}

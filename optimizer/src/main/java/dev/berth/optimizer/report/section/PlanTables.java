package dev.berth.optimizer.report.section;

import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.ServerPlan;
import dev.berth.optimizer.document.SolverResult;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import dev.berth.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/** The numbers of a plan. */
final class PlanTables {
    /** Place of the slots in memory among the columns of how long models are kept where. */
    private static final int LOADED_SLOTS = 8;

    private final String suffix;
    private final PlanFile plan;
    private final Switches switches;

    /** @param suffix of ids on the page; empty for the first */
    PlanTables(String suffix, PlanFile plan, Switches switches) {
        this.suffix = suffix;
        this.plan = plan;
        this.switches = switches;
    }

    private String made() {
        return Plans.made(plan);
    }

    /** A row a server; empty where the plan is of one that has no name. */
    Optional<Table> servers() {
        if (!plan.namesServers()) {
            return Optional.empty();
        }
        Table table = new Table(
                "server-table" + suffix,
                "Servers",
                "Most used: in the slot that takes most. Costs in the unit of the scenario's prices, expected demand of "
                        + Words.slots(plan) + ".",
                made(),
                columns(List.of(
                        Column.text("server", "server"),
                        Column.figure("models kept", "kept_models"),
                        Column.figure("in memory", "loaded_models"),
                        Column.figure("storage", "storage_capacity_bytes"),
                        Column.figure("most used", "most_storage_bytes"),
                        Column.figure("memory", "memory_capacity_bytes"),
                        Column.figure("most used", "most_memory_bytes"),
                        Column.figure("resources", "resources_nano_cost"),
                        Column.figure("waiting", "delay_nano_cost"),
                        Column.figure("switching", "switching_nano_cost"),
                        Column.figure("total", "total_nano_cost"))));
        for (ServerPlan server : plan.servers()) {
            table.add(
                    "",
                    "",
                    cells(
                            server.neighbourShare(),
                            Cell.text(server.name()),
                            Cell.count(kept(server, Residency.STORED)),
                            Cell.count(kept(server, Residency.LOADED)),
                            Cell.bytes(server.storageCapacityBytes()),
                            Cell.bytes(most(server, Residency.STORED, ModelPlan.ModeUse::ownStorageBytes)),
                            Cell.bytes(server.memoryCapacityBytes()),
                            Cell.bytes(most(server, Residency.LOADED, ModelPlan.ModeUse::memoryBytes)),
                            Cell.cost(server.cost().resourcesNanoCost()),
                            Cell.cost(server.cost().delayNanoCost()),
                            Cell.cost(server.cost().switchingNanoCost()),
                            Cell.cost(server.cost().totalNanoCost())));
        }
        return Optional.of(table);
    }

    /** With that of what neighbours serve, where servers have any. */
    private List<Column> columns(List<Column> columns) {
        List<Column> all = new ArrayList<>(columns);
        if (plan.neighbourShare() != null) {
            all.add(Column.figure("by neighbours", "neighbour_share"));
        }
        return all;
    }

    private static List<Cell> cells(Double neighbourShare, Cell... cells) {
        List<Cell> all = new ArrayList<>(List.of(cells));
        if (neighbourShare != null) {
            all.add(Cell.share(neighbourShare));
        }
        return all;
    }

    private static long kept(ServerPlan server, Residency least) {
        return server.models().stream()
                .filter(model -> Keeping.reaches(model, least))
                .count();
    }

    private long most(ServerPlan server, Residency from, ToLongFunction<ModelPlan.ModeUse> bytes) {
        long most = 0;
        for (long used : Plans.used(server, plan.slots(), residency -> residency.compareTo(from) >= 0, bytes)) {
            most = Math.max(most, used);
        }
        return most;
    }

    Table costs() {
        Table table = new Table(
                "cost-table" + suffix,
                "What plans cost with expected demand",
                "In the unit of the scenario's prices. Fetched: expected requests that wait for a download and a load of"
                        + " their own. Proven gap: cost over what no plan is below, as a share of the cost.",
                made(),
                columns(List.of(
                        Column.text("solver", "solver"),
                        Column.figure("resources", "resources_nano_cost"),
                        Column.figure("waiting", "delay_nano_cost"),
                        Column.figure("switching", "switching_nano_cost"),
                        Column.figure("total", "total_nano_cost"),
                        Column.figure("saved", "saved_share"),
                        Column.figure("fetched", "fetched_share"),
                        Column.figure("proven gap", "proven_gap"),
                        Column.text("note", "note"))));
        for (SolverResult solver : plan.solvers()) {
            long total = solver.cost().totalNanoCost();
            table.add(
                    "",
                    "",
                    cells(
                            solver.neighbourShare(),
                            Cell.text(solver.name()),
                            Cell.cost(solver.cost().resourcesNanoCost()),
                            Cell.cost(solver.cost().delayNanoCost()),
                            Cell.cost(solver.cost().switchingNanoCost()),
                            Cell.cost(total),
                            Cell.of(
                                    plan.allCloudCost(),
                                    cloud -> cloud.totalNanoCost() == 0
                                            ? Cell.none("all-cloud costs nothing")
                                            : Cell.share(1 - total / (double) cloud.totalNanoCost())),
                            Cell.share(solver.fetchedShare()),
                            gap(solver.boundNanoCost(), total),
                            Cell.text((solver.proven() ? "optimal; " : "") + solver.note())));
        }
        return table;
    }

    private static Cell gap(Reading<Long> bound, long total) {
        return total == 0
                ? Cell.none("the plan costs nothing")
                : Cell.of(bound, value -> Cell.share((total - value) / (double) total));
    }

    Table stays() {
        boolean hosts = plan.perServer().stream()
                .flatMap(server -> server.models().stream())
                .anyMatch(model -> model.hosting() != null);
        List<Column> columns = new ArrayList<>(List.of(
                Column.text("model", "model"),
                Column.text("weights", "weights"),
                Column.text("server", "server"),
                Column.figure("storage", "storage_bytes"),
                Column.figure("memory", "memory_bytes"),
                Column.figure("download", "transfer_nanos"),
                Column.figure("preload", "preload_nanos"),
                Column.figure("inference", "inference_nanos"),
                Column.figure("slots in memory", "loaded_slots"),
                Column.figure("on storage only", "stored_slots"),
                Column.figure("not kept", "absent_slots"),
                Column.figure("changes", "changes")));
        if (hosts) {
            columns.add(LOADED_SLOTS + 1, Column.figure("in host memory", "hosted_slots"));
        }
        Table table = new Table(
                "stay-table" + suffix,
                "How long each model is kept where",
                "Of " + Words.slots(plan) + "."
                        + (plan.namesServers() ? " Models that a server never keeps are left out." : ""),
                made(),
                columns);
        for (ServerPlan server : plan.perServer()) {
            for (ModelPlan model : server.models()) {
                if (plan.namesServers() && !Keeping.reaches(model, Residency.STORED)) {
                    continue;
                }
                List<Cell> cells = new ArrayList<>(List.of(
                        Cell.text(model.name()),
                        Cell.text(model.provenance().label()),
                        Cell.text(server.name()),
                        Cell.bytes(model.storageBytes()),
                        Cell.bytes(model.memoryBytes()),
                        Cell.nanos(model.transferNanos()),
                        Cell.nanos(model.preloadNanos()),
                        Cell.nanos(model.inferenceNanos()),
                        slots(model, Residency.LOADED),
                        slots(model, Residency.STORED),
                        slots(model, Residency.ABSENT),
                        Cell.count(model.stretches().size() - 1)));
                if (hosts) {
                    cells.add(LOADED_SLOTS + 1, slots(model, Residency.HOSTED));
                }
                table.add(VisibleText.of(model.name()), "", cells);
            }
        }
        return table;
    }

    private static Cell takes(OptionalLong nanos) {
        return nanos.isPresent() ? Cell.nanos(nanos.getAsLong()) : Cell.none("its scenario is not in the folder");
    }

    private static Cell slots(ModelPlan model, Residency residency) {
        return Cell.count(model.stretches().stream()
                .filter(stretch -> stretch.residency() == residency)
                .mapToLong(ModelPlan.Stretch::slots)
                .sum());
    }

    Table switches() {
        Table table = new Table(
                "switch-table" + suffix,
                "Switches",
                "Moves upwards take the time of their download and preload; downwards none. " + switches.about(),
                made(),
                List.of(
                        Column.text("model", "model"),
                        Column.text("server", "server"),
                        Column.figure("slot", "slot"),
                        Column.figure("at", "seconds_since_slot_0"),
                        Column.text("from", "from"),
                        Column.text("to", "to"),
                        Column.figure("takes", "nanos"),
                        Column.figure("costs", "nano_cost")));
        for (ServerPlan server : plan.perServer()) {
            for (ModelPlan model : server.models()) {
                ModelPlan.Stretch before = null;
                for (ModelPlan.Stretch stretch : model.stretches()) {
                    ModelPlan.Stretch from = switches.before(server, model, before);
                    if (Switches.isMove(from, stretch)) {
                        OptionalLong cost = switches.cost(server, model, from, stretch);
                        double seconds = stretch.fromSlot() * plan.slotSeconds();
                        table.add(
                                VisibleText.of(model.name()),
                                "",
                                List.of(
                                        Cell.text(model.name()),
                                        Cell.text(server.name()),
                                        Cell.count(stretch.fromSlot()),
                                        new Cell(Switches.clock(seconds), Figures.plain(seconds), ""),
                                        Cell.text(from.label()),
                                        Cell.text(stretch.label()),
                                        takes(switches.nanos(server, model, from, stretch)),
                                        cost.isPresent()
                                                ? Cell.cost(cost.getAsLong())
                                                : Cell.none("its scenario is not in the folder")));
                    }
                    before = stretch;
                }
            }
        }
        return table;
    }
}

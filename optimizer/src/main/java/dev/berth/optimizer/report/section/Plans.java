package dev.berth.optimizer.report.section;

import dev.berth.dataset.WeightProvenance;
import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.document.NanoCost;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.ServerPlan;
import dev.berth.optimizer.document.SolverResult;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.report.PlanText;
import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Curves;
import dev.berth.optimizer.report.chart.Curves.Axis;
import dev.berth.optimizer.report.chart.Curves.Curve;
import dev.berth.optimizer.report.chart.Curves.Limit;
import dev.berth.optimizer.report.chart.Curves.Point;
import dev.berth.optimizer.report.chart.Curves.Style;
import dev.berth.optimizer.report.chart.Schedule;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.report.page.Block;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Part;
import dev.berth.text.Figures;
import dev.berth.text.VisibleText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** A plan: who is where when, what that takes, and what it costs. */
final class Plans {
    private static final double NANO = 1e9;

    /** Servers whose time lines are drawn. */
    private static final int MOST_SCHEDULES = 8;

    /** Servers whose use is drawn. */
    private static final int MOST_PANELS = 24;

    private final String suffix;
    private final PlanFile plan;
    private final Switches switches;
    private final PlanTables tables;

    /** @param suffix of ids on the page; empty for the first */
    Plans(String suffix, PlanFile plan, Switches switches) {
        this.suffix = suffix;
        this.plan = plan;
        this.switches = switches;
        this.tables = new PlanTables(suffix, plan, switches);
    }

    Block block(String name) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Paragraph(cost()));
        plan.sharedBackhaul()
                .ifPresent(bytes -> parts.add(new Part.Note(
                        "All servers together download at most " + Figures.bytes(bytes) + " in a slot.")));
        plan.worstDelay()
                .ifPresent(worst -> parts.add(new Part.Note("Made for the shortest longest mean delay of any "
                        + (plan.namesServers() ? "server" : "service") + ", cost after that: "
                        + VisibleText.of(PlanText.worst(worst)) + ".")));
        if (plan.sharedLinks() != null) {
            plan.sharedLinks()
                    .forEach(link -> parts.add(new Part.Note("Over " + VisibleText.of(link.name())
                            + " all servers together download at most " + Figures.bytes(link.bytesPerSlot())
                            + " in a slot.")));
        }
        if (plan.namesServers()) {
            parts.add(new Part.Drawn(schedules()));
            parts.add(new Part.Note(
                    "A row is a model, of those that are kept at the server at some time." + leftOut(MOST_SCHEDULES)));
        } else {
            schedules().forEach(chart -> parts.add(Part.Drawn.of(chart)));
        }
        parts.add(new Part.Drawn(uses()));
        parts.add(Part.Drawn.of(parts()));
        parts.add(tables.costs());
        tables.servers().ifPresent(parts::add);
        parts.add(tables.stays());
        parts.add(new Part.Folded("Every switch, with its time and cost", List.of(tables.switches())));
        parts.addAll(Words.assumed(ServerPlan.joined(
                plan.perServer().stream().map(ServerPlan::name).toList(),
                plan.perServer().stream().map(ServerPlan::assumptions).toList())));
        return new Block("plan" + suffix, "Plan", name, parts);
    }

    private String made() {
        return made(plan);
    }

    /** The command behind a plan. */
    static String made(PlanFile plan) {
        return Words.made(plan);
    }

    private String cost() {
        String own = (plan.namesServers() ? "The plans of " : "The plan of ") + plan.solver()
                + (plan.namesServers() ? " cost " : " costs ")
                + units(plan.cost().totalNanoCost())
                + " in the unit of the scenario's prices";
        return own
                + plan.allCloudCost()
                        .optional()
                        .map(cloud -> "; serving everything from the cloud (all-cloud) costs "
                                + units(cloud.totalNanoCost()) + ": " + Cell.percent(saved(cloud)) + " saved.")
                        .orElse("; serving everything from the cloud costs more than is counted.");
    }

    private double saved(NanoCost cloud) {
        return cloud.totalNanoCost() == 0 ? 0 : 1 - plan.cost().totalNanoCost() / (double) cloud.totalNanoCost();
    }

    private static String units(long nanoCost) {
        return Cell.cost(nanoCost).shown();
    }

    /** Time lines first, then what they take over time, then costs. */
    List<Chart> charts() {
        List<Chart> charts = new ArrayList<>(schedules());
        charts.addAll(uses());
        charts.add(parts());
        return charts;
    }

    private List<Chart> schedules() {
        List<Chart> charts = new ArrayList<>();
        List<String> names =
                first(MOST_SCHEDULES).stream().map(ServerPlan::name).toList();
        for (ServerPlan server : first(MOST_SCHEDULES)) {
            String id = plan.namesServers() ? Words.id("-at-", names, charts.size()) : "";
            charts.add(schedule(server, id));
        }
        return charts;
    }

    /** A page of a large fleet shows some of its servers; the table of servers has all. */
    private List<ServerPlan> first(int most) {
        return plan.perServer().subList(0, Math.min(most, plan.perServer().size()));
    }

    private String leftOut(int most) {
        int more = plan.perServer().size() - most;
        return more <= 0 ? "" : " The first " + most + " servers; " + more + " more are in the table of servers.";
    }

    private List<Chart> uses() {
        List<Chart> uses = new ArrayList<>(List.of(
                use(
                        "memory",
                        "Device memory",
                        Colour.MEMORY,
                        Residency.LOADED,
                        ModelPlan.ModeUse::memoryBytes,
                        ServerPlan::memoryCapacityBytes),
                use(
                        "storage",
                        "Storage",
                        Colour.STORAGE,
                        Residency.STORED,
                        ModelPlan.ModeUse::ownStorageBytes,
                        ServerPlan::storageCapacityBytes)));
        if (plan.perServer().stream().allMatch(server -> server.hostMemoryCapacityBytes() != null)) {
            uses.add(
                    1,
                    use(
                            "host-memory",
                            "Host memory",
                            Colour.PAGE_CACHE,
                            Residency.HOSTED,
                            ModelPlan.ModeUse::hostMemoryBytes,
                            ServerPlan::hostMemoryCapacityBytes));
        }
        return uses;
    }

    private Schedule schedule(ServerPlan server, String id) {
        List<Schedule.Row> rows = new ArrayList<>();
        for (ModelPlan model : server.models()) {
            if (plan.namesServers() && !Keeping.reaches(model, Residency.STORED)) {
                continue;
            }
            List<Schedule.Stretch> stretches = new ArrayList<>();
            ModelPlan.Stretch before = null;
            for (ModelPlan.Stretch stretch : model.stretches()) {
                stretches.add(new Schedule.Stretch(
                        stretch.fromSlot(),
                        stretch.slots(),
                        stretch.residency(),
                        switches.words(server, model, before, stretch),
                        switches.units(server, model, before, stretch)));
                before = stretch;
            }
            String name = VisibleText.of(model.name());
            rows.add(new Schedule.Row(name, name, model.provenance() == WeightProvenance.SYNTHETIC, stretches));
        }
        String where = plan.namesServers() ? " at " + VisibleText.of(server.name()) : "";
        boolean priced =
                rows.stream().flatMap(row -> row.stretches().stream()).anyMatch(stretch -> stretch.cost() != null);
        int never = server.models().size() - rows.size();
        return new Schedule(
                "plan" + suffix + id,
                "Where each model is kept over time" + where,
                "Room for " + Figures.bytes(server.storageCapacityBytes()) + " on storage and "
                        + Figures.bytes(server.memoryCapacityBytes()) + " in device memory"
                        + (server.hostMemoryCapacityBytes() == null
                                ? ""
                                : " and " + Figures.bytes(server.hostMemoryCapacityBytes()) + " in host memory")
                        + "; " + Words.slots(plan)
                        + "."
                        + (priced
                                ? " Figures in the bars: what the switch there costs, in the unit of the scenario's"
                                        + " prices."
                                : "")
                        + (never == 0 ? "" : " Not shown: " + never + " models that are never kept here."),
                made(),
                plan.slots(),
                plan.slotSeconds(),
                rows);
    }

    private Curves use(
            String what,
            String title,
            Colour colour,
            Residency from,
            ToLongFunction<ModelPlan.ModeUse> bytes,
            ToLongFunction<ServerPlan> limit) {
        List<Curve> curves = new ArrayList<>();
        List<Limit> limits = new ArrayList<>();
        for (ServerPlan server : first(MOST_PANELS)) {
            String panel = plan.namesServers() ? VisibleText.of(server.name()) : "";
            curves.add(new Curve(
                    title.toLowerCase(java.util.Locale.ROOT) + " in use",
                    colour,
                    Style.STEP,
                    panel,
                    "",
                    over(server, residency -> residency.compareTo(from) >= 0, bytes)));
            limits.add(new Limit("limit", (double) limit.applyAsLong(server), panel));
        }
        return new Curves(
                "plan" + suffix + "-" + what,
                title + " in use over time, against its limit",
                "Sum over the models that are kept, slot by slot; " + Words.slots(plan) + "." + leftOut(MOST_PANELS),
                made(),
                new Axis("time since slot 0", Unit.CLOCK, false),
                new Axis(plan.namesServers() ? "" : "bytes in use", Unit.BYTES, false),
                curves,
                limits,
                false,
                null,
                plan.namesServers());
    }

    private List<Point> over(ServerPlan server, Predicate<Residency> counts, ToLongFunction<ModelPlan.ModeUse> bytes) {
        long[] used = used(server, plan.slots(), counts, bytes);
        List<Point> points = new ArrayList<>();
        for (int slot = 0; slot < used.length; slot++) {
            if (slot == 0 || used[slot] != used[slot - 1]) {
                points.add(Point.of(slot * plan.slotSeconds(), (double) used[slot]));
            }
        }
        points.add(Point.of(plan.slots() * plan.slotSeconds(), (double) used[used.length - 1]));
        return points;
    }

    private Bars parts() {
        List<Bars.Item> items = new ArrayList<>();
        List<NanoCost> costs = new ArrayList<>();
        boolean cloud = plan.solvers().stream().anyMatch(solver -> solver.name().equals("all-cloud"));
        if (!cloud) {
            plan.allCloudCost().optional().ifPresent(cost -> {
                items.add(new Bars.Item("all-cloud", "", "", false));
                costs.add(cost);
            });
        }
        for (SolverResult solver : plan.solvers()) {
            items.add(new Bars.Item(solver.name(), "", "", false));
            costs.add(solver.cost());
        }
        return new Bars(
                "plan" + suffix + "-cost",
                "Parts of the cost, against leaving everything to the cloud",
                "Planned cost with expected demand, in the unit of the scenario's prices; one plan a bar.",
                made(),
                Unit.COST,
                true,
                items,
                parts(costs),
                List.of(),
                null,
                List.of());
    }

    private static List<Bars.Part> parts(List<NanoCost> costs) {
        List<Bars.Part> parts = new ArrayList<>(List.of(
                part("resources", Colour.RESOURCES, costs, NanoCost::resourcesNanoCost),
                part("waiting requests", Colour.WAITING, costs, NanoCost::delayNanoCost),
                part("switching", Colour.SWITCHING, costs, NanoCost::switchingNanoCost)));
        if (costs.stream().anyMatch(cost -> cost.qualityNanoCost() != null)) {
            parts.add(part("lack of quality", Colour.QUALITY, costs, NanoCost::lostNanoCost));
        }
        return parts;
    }

    private static Bars.Part part(String name, Colour colour, List<NanoCost> costs, ToLongFunction<NanoCost> of) {
        return new Bars.Part(
                name,
                colour,
                costs.stream().map(cost -> of.applyAsLong(cost) / NANO).toList());
    }

    /**
     * What is used in each slot, in bytes; where what is stored counts, with parts that services share, once.
     *
     * @param bytes of a mode, shared parts apart
     */
    static long[] used(
            ServerPlan server, int slots, Predicate<Residency> counts, ToLongFunction<ModelPlan.ModeUse> bytes) {
        long[] used = new long[slots];
        for (ModelPlan model : server.models()) {
            for (ModelPlan.Stretch stretch : model.stretches()) {
                for (int slot = 0; counts.test(stretch.residency()) && slot < stretch.slots(); slot++) {
                    used[stretch.fromSlot() + slot] += bytes.applyAsLong(model.use(stretch));
                }
            }
        }
        if (counts.test(Residency.STORED)) {
            addShared(server, used);
        }
        return used;
    }

    private static void addShared(ServerPlan server, long[] used) {
        List<Set<ModelPlan.SharedPart>> there = new ArrayList<>();
        for (int slot = 0; slot < used.length; slot++) {
            there.add(new HashSet<>());
        }
        for (ModelPlan model : server.models()) {
            for (ModelPlan.Stretch stretch : model.stretches()) {
                List<ModelPlan.SharedPart> parts = model.use(stretch).sharedParts();
                for (int slot = 0; slot < stretch.slots() && !parts.isEmpty(); slot++) {
                    there.get(stretch.fromSlot() + slot).addAll(parts);
                }
            }
        }
        for (int slot = 0; slot < used.length; slot++) {
            used[slot] += there.get(slot).stream()
                    .mapToLong(ModelPlan.SharedPart::storageBytes)
                    .sum();
        }
    }
}

package dev.berth.optimizer.stream;

import dev.berth.command.Commands;
import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.document.FleetFolder;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.record.AtomicFile;
import dev.berth.table.Table;
import dev.berth.table.TableColumn;
import dev.berth.table.TableParquet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** Writes the plans of a block as Parquet. */
record WriteTask(FleetJob job, int round, int division) implements BlockTask<WrittenBlock> {
    private static final List<TableColumn> PLAN = List.of(
            TableColumn.text(FleetFolder.PLAN_COLUMNS.get(0)),
            TableColumn.text(FleetFolder.PLAN_COLUMNS.get(1)),
            TableColumn.text(FleetFolder.PLAN_COLUMNS.get(2))
                    .described("a letter a slot: . absent, + stored, o in host memory, # loaded"),
            TableColumn.text(FleetFolder.PLAN_COLUMNS.get(3))
                    .described(
                            "of services with other modes than these: each mode and the slots it lasts, one after the other")
                    .orEmpty(),
            TableColumn.whole(FleetFolder.PLAN_COLUMNS.get(4)),
            TableColumn.whole(FleetFolder.PLAN_COLUMNS.get(5)));

    /** Costs, capacities, and what is kept in the slot that takes most. */
    private static final List<TableColumn> SERVERS = FleetFolder.SERVER_COLUMNS.stream()
            .map(name -> name.equals("server") ? TableColumn.text(name) : TableColumn.whole(name))
            .toList();

    @Override
    public WrittenBlock run(int block) {
        FleetServers fleet = FleetServers.of(job);
        List<ScenarioProblem> joined =
                fleet.numbers(block).mapToObj(fleet::joined).toList();
        List<Problem> problems = joined.stream().map(ScenarioProblem::problem).toList();
        List<Plan> plans = BlockFile.plans(job.kept(round, division, block), false, problems);
        List<String> names = fleet.numbers(block).mapToObj(fleet::name).toList();
        List<List<Object>> planRows = new ArrayList<>();
        List<List<Object>> serverRows = new ArrayList<>();
        WrittenBlock sum = new WrittenBlock(0, 0, 0, 0, 0);
        for (int server = 0; server < problems.size(); server++) {
            Problem problem = problems.get(server);
            addPlan(names.get(server), problem, plans.get(server), planRows);
            PlanCost cost = PlanCost.of(problem, plans.get(server));
            long cloud = PlanCost.of(problem, Plan.allCloud(problem.slots(), problem.models()))
                    .total();
            serverRows.add(List.of(
                    names.get(server),
                    problem.capacity().storageBytes(),
                    problem.capacity().memoryBytes(),
                    cost.resources(),
                    cost.delay(),
                    cost.switching(),
                    cost.quality(),
                    cost.total(),
                    cloud,
                    Limits.mostUsed(problem, plans.get(server), Resource.STORAGE),
                    Limits.mostUsed(problem, plans.get(server), Resource.MEMORY)));
            sum = new WrittenBlock(
                    Math.addExact(sum.resources(), cost.resources()),
                    Math.addExact(sum.delay(), cost.delay()),
                    Math.addExact(sum.switching(), cost.switching()),
                    Math.addExact(sum.quality(), cost.quality()),
                    Math.addExact(sum.allCloud(), cloud));
        }
        write(
                job.plans(block),
                new Table("plans", "what each server keeps of each model, slot by slot", PLAN, planRows::forEach));
        write(job.servers(block), new Table("servers", "what each server's plan costs", SERVERS, serverRows::forEach));
        return sum;
    }

    private static void addPlan(String server, Problem problem, Plan plan, List<List<Object>> rows) {
        for (int number = 0; number < problem.models(); number++) {
            int model = number;
            StringBuilder residencies = new StringBuilder();
            IntStream.range(0, problem.slots())
                    .forEach(slot -> residencies.append(letter(problem, model, plan.indexAt(slot, model))));
            rows.add(Arrays.asList(
                    server,
                    problem.names().get(model),
                    residencies.toString(),
                    problem.isChain() ? null : modes(problem, model, plan),
                    problem.storageBytes(model),
                    problem.memoryBytes(model)));
        }
    }

    private static String modes(Problem problem, int model, Plan plan) {
        StringJoiner modes = new StringJoiner(", ");
        int begin = 0;
        for (int slot = 1; slot <= problem.slots(); slot++) {
            int mode = plan.indexAt(begin, model);
            if (slot == problem.slots() || plan.indexAt(slot, model) != mode) {
                modes.add(problem.mode(model, mode).name() + " " + (slot - begin));
                begin = slot;
            }
        }
        return modes.toString();
    }

    private static char letter(Problem problem, int model, int mode) {
        return switch (problem.residency(model, mode)) {
            case ABSENT -> '.';
            case STORED -> '+';
            case HOSTED -> 'o';
            case LOADED -> '#';
        };
    }

    private static void write(Path file, Table table) {
        try {
            AtomicFile.write(file, out -> TableParquet.write(table, Commands.TOOL, Map.of(), out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.berth.optimizer.document;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.record.BadInputException;
import dev.berth.table.TableParquet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The Parquet files beside a {@code fleet.json}: read a block at a time, so that a fleet need not fit the memory. */
public final class FleetFolder {
    /** Columns of a server's row, in order. */
    public static final List<String> SERVER_COLUMNS = List.of(
            "server",
            "storage_capacity_bytes",
            "memory_capacity_bytes",
            "resources_nano_cost",
            "delay_nano_cost",
            "switching_nano_cost",
            "quality_nano_cost",
            "total_nano_cost",
            "all_cloud_nano_cost",
            "most_storage_bytes",
            "most_memory_bytes");

    /** Columns of a row a server and model, in order. */
    public static final List<String> PLAN_COLUMNS =
            List.of("server", "model", "residencies", "modes", "storage_bytes", "memory_bytes");

    private final Path file;
    private final FleetFile fleet;

    /** @param file where the document lies */
    public FleetFolder(Path file, FleetFile fleet) {
        this.file = file;
        this.fleet = fleet;
    }

    /** Whether a file is the document of a fleet, with plans beside it. */
    public static boolean isFleet(Path file) {
        return FleetFile.NAME.equals(String.valueOf(file.getFileName()))
                && Files.isDirectory(file.resolveSibling("plans"));
    }

    /**
     * A server and what its plan comes to.
     *
     * @param allCloudNanoCost were the cloud to serve every request
     * @param mostStorageBytes kept in the slot that takes most
     * @param mostMemoryBytes the same of device memory
     */
    public record Server(
            String name,
            long storageCapacityBytes,
            long memoryCapacityBytes,
            NanoCost cost,
            long allCloudNanoCost,
            long mostStorageBytes,
            long mostMemoryBytes) {}

    /**
     * How a server keeps a model.
     *
     * @param residencies a letter a slot: {@code .} absent, {@code +} stored, {@code o} in host memory, {@code #}
     *     loaded
     * @param modes names of modes, each with the number of slots that it lasts; empty where residencies say all
     */
    public record Kept(String server, String model, String residencies, Optional<String> modes) {}

    /**
     * Hands on every server, in order.
     *
     * @throws BadInputException where a file is not there, is another's, or costs are not those of the document
     */
    public void servers(Consumer<Server> each) {
        long[] total = new long[1];
        int[] count = new int[1];
        rows(FleetFile::servers, SERVER_COLUMNS, row -> {
            Server server = server(row);
            total[0] += server.cost().totalNanoCost();
            count[0]++;
            each.accept(server);
        });
        if (count[0] != fleet.servers() || total[0] != fleet.cost().totalNanoCost()) {
            throw new BadInputException(file + ": " + fleet.servers() + " servers that cost "
                    + fleet.cost().totalNanoCost() + " nano-cost units, but servers/ beside it has " + count[0]
                    + " that cost " + total[0] + "; make them together with " + FleetFile.REMEDY);
        }
    }

    private static Server server(List<Object> row) {
        long[] figures = new long[row.size()];
        for (int column = 1; column < figures.length; column++) {
            figures[column] = (Long) row.get(column);
        }
        PlanCost cost = new PlanCost(figures[3], figures[4], figures[5], figures[6]);
        return new Server(
                (String) row.get(0), figures[1], figures[2], NanoCost.of(cost), figures[8], figures[9], figures[10]);
    }

    /**
     * Hands on every server's models, server by server in order.
     *
     * @throws BadInputException where a file is not there or is another's
     */
    public void plans(Consumer<Kept> each) {
        rows(FleetFile::plans, PLAN_COLUMNS, row -> {
            String residencies = (String) row.get(2);
            if (residencies.length() != fleet.slots()) {
                throw new BadInputException(file + ": plans beside it of " + residencies.length() + " slots, expected "
                        + fleet.slots() + "; make them together with " + FleetFile.REMEDY);
            }
            each.accept(new Kept(
                    (String) row.get(0), (String) row.get(1), residencies, Optional.ofNullable((String) row.get(3))));
        });
    }

    /**
     * The plans themselves, one a server, in the fleet's order.
     *
     * @throws BadInputException where a file is not there or is another's, where the fleet has other servers, slots or
     *     models, or the plans break a limit
     */
    public List<Plan> plans(Fleet servers) {
        Map<String, Integer> numbers = new HashMap<>();
        servers.names().forEach(name -> numbers.put(name, numbers.size()));
        byte[][] modes = new byte[numbers.size()][];
        plans(kept -> {
            Integer server = numbers.get(kept.server());
            Problem problem = server == null ? null : servers.servers().get(server);
            int model = problem == null ? -1 : problem.names().indexOf(kept.model());
            if (model < 0 || problem.slots() != fleet.slots()) {
                throw new BadInputException(file + ": plans beside it of " + kept.model() + " at " + kept.server()
                        + " in " + fleet.slots() + " slots, which the scenario does not have" + PlanFile.USE);
            }
            if (modes[server] == null) {
                modes[server] = new byte[problem.slots() * problem.models()];
            }
            String place = file + ": server " + kept.server();
            int slot = 0;
            for (ModelPlan.Stretch stretch : stretches(place, problem, model, kept)) {
                byte mode = (byte) ServerPlan.mode(place, problem, model, stretch);
                for (int end = slot + stretch.slots(); slot < end; slot++) {
                    modes[server][slot * problem.models() + model] = mode;
                }
            }
        });
        List<Plan> plans = new ArrayList<>();
        for (int server = 0; server < modes.length; server++) {
            if (modes[server] == null) {
                throw new BadInputException(file + ": no plan of the server "
                        + servers.names().get(server) + " beside it, expected those of all" + PlanFile.USE);
            }
            plans.add(new Plan(servers.servers().get(server).models(), modes[server]));
        }
        Limits.broken(servers, plans).ifPresent(fault -> {
            throw new BadInputException(file + ": " + fault + PlanFile.USE);
        });
        return plans;
    }

    private List<ModelPlan.Stretch> stretches(String place, Problem problem, int model, Kept kept) {
        List<ModelPlan.Stretch> stretches = new ArrayList<>();
        String letters = kept.residencies();
        String left = kept.modes().orElse("");
        for (int slot = 0;
                slot < letters.length();
                slot += stretches.get(stretches.size() - 1).slots()) {
            Residency residency = residency(letters.charAt(slot));
            if (kept.modes().isEmpty()) {
                int end = slot + 1;
                while (end < letters.length() && letters.charAt(end) == letters.charAt(slot)) {
                    end++;
                }
                stretches.add(new ModelPlan.Stretch(slot, end - slot, residency, null));
                continue;
            }
            int slots = letters.length() - slot;
            Matcher next = next(problem, model, left)
                    .filter(found -> Integer.parseInt(found.group(2)) <= slots)
                    .orElseThrow(() -> new BadInputException(place + ": plan that keeps " + kept.model() + " as "
                            + kept.modes().get() + ", which the scenario does not know; plan again"));
            stretches.add(new ModelPlan.Stretch(slot, Integer.parseInt(next.group(2)), residency, next.group(1)));
            left = left.substring(next.end());
        }
        return stretches;
    }

    /** The mode with which a text begins, of several the one with the longest name, and how many slots it lasts. */
    private static Optional<Matcher> next(Problem problem, int model, String text) {
        return IntStream.range(0, problem.modes(model))
                .mapToObj(mode -> problem.mode(model, mode).name())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(name -> Pattern.compile("(" + Pattern.quote(name) + ") ([1-9]\\d{0,8})(, |$)")
                        .matcher(text))
                .filter(Matcher::lookingAt)
                .findFirst();
    }

    private Residency residency(char letter) {
        return switch (letter) {
            case '.' -> Residency.ABSENT;
            case '+' -> Residency.STORED;
            case 'o' -> Residency.HOSTED;
            case '#' -> Residency.LOADED;
            default ->
                throw new BadInputException(file + ": plans beside it with '" + letter + "', expected . + o or #");
        };
    }

    private void rows(BiFunction<Path, Integer, Path> part, List<String> columns, Consumer<List<Object>> each) {
        for (int block = 0; block < fleet.blocks(); block++) {
            Path path = part.apply(file.toAbsolutePath().getParent(), block);
            TableParquet.Read read = TableParquet.read(path);
            if (!read.columns().equals(columns)) {
                throw new BadInputException(path + ": columns " + String.join(", ", read.columns()) + ", expected "
                        + String.join(", ", columns) + "; make them anew with " + FleetFile.REMEDY);
            }
            read.rows().forEach(each);
        }
    }
}

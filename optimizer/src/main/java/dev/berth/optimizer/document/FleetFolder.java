package dev.berth.optimizer.document;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.record.BadInputException;
import dev.berth.table.TableParquet;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;

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
     */
    public record Kept(String server, String model, String residencies) {}

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
            each.accept(new Kept((String) row.get(0), (String) row.get(1), residencies));
        });
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

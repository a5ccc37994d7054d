package dev.berth.optimizer.report.fleet;

import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.FleetFolder;
import dev.berth.optimizer.document.FleetFolder.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What is held of a fleet's plans: a few figures a server, counts a model. */
public final class FleetSummary {
    private final FleetFile file;
    private final List<Server> servers = new ArrayList<>();
    private final Map<String, Keeping> models = new LinkedHashMap<>();

    private FleetSummary(FleetFile file) {
        this.file = file;
    }

    /**
     * Reads the Parquet files beside a document, block by block.
     *
     * @throws dev.berth.record.BadInputException where they are not there, damaged, or of other plans
     */
    public static FleetSummary read(Path path, FleetFile file) {
        FleetSummary summary = new FleetSummary(file);
        FleetFolder folder = new FleetFolder(path, file);
        folder.servers(summary.servers::add);
        folder.plans(kept ->
                summary.models.computeIfAbsent(kept.model(), Keeping::new).add(kept.residencies()));
        return summary;
    }

    FleetFile file() {
        return file;
    }

    /** In the order of the files. */
    List<Server> servers() {
        return servers;
    }

    /** Models, those first that most servers keep. */
    List<Keeping> models() {
        return models.values().stream()
                .sorted(Comparator.comparingInt(Keeping::kept)
                        .thenComparingLong(Keeping::loadedSlots)
                        .reversed()
                        .thenComparing(Keeping::name))
                .toList();
    }

    /** What a server's plan saves against all-cloud, as a share; empty where that costs nothing. */
    static OptionalDouble saved(Server server) {
        return part(server.allCloudNanoCost() - server.cost().totalNanoCost(), server.allCloudNanoCost());
    }

    /** What is kept on storage in the slot that takes most, as a share of it; empty where there is none. */
    static OptionalDouble storage(Server server) {
        return part(server.mostStorageBytes(), server.storageCapacityBytes());
    }

    /** The same of device memory. */
    static OptionalDouble memory(Server server) {
        return part(server.mostMemoryBytes(), server.memoryCapacityBytes());
    }

    private static OptionalDouble part(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / (double) whole);
    }

    /** How many servers keep a model. */
    static final class Keeping {
        private static final String ABSENT = ".";
        private static final char LOADED = '#';

        private final String name;
        private int servers;
        private int kept;
        private int loaded;
        private long keptSlots;
        private long loadedSlots;
        private long slots;

        Keeping(String name) {
            this.name = name;
        }

        private void add(String residencies) {
            int absent = residencies.length() - residencies.replace(ABSENT, "").length();
            long inMemory =
                    residencies.chars().filter(letter -> letter == LOADED).count();
            servers++;
            slots += residencies.length();
            keptSlots += residencies.length() - absent;
            loadedSlots += inMemory;
            kept += absent < residencies.length() ? 1 : 0;
            loaded += inMemory > 0 ? 1 : 0;
        }

        String name() {
            return name;
        }

        /** Servers that may keep it. */
        int servers() {
            return servers;
        }

        /** Servers that keep it at some time. */
        int kept() {
            return kept;
        }

        /** Servers that have it in device memory at some time. */
        int loaded() {
            return loaded;
        }

        long loadedSlots() {
            return loadedSlots;
        }

        /** Share of servers that keep it at some time. */
        double keptShare() {
            return (double) kept / servers;
        }

        /** Share of servers that have it in device memory at some time. */
        double loadedShare() {
            return (double) loaded / servers;
        }

        /** Share of all servers' slots in which it is kept. */
        double keptTime() {
            return (double) keptSlots / (double) slots;
        }

        /** Share of all servers' slots in which it is in device memory. */
        double loadedTime() {
            return (double) loadedSlots / (double) slots;
        }
    }
}

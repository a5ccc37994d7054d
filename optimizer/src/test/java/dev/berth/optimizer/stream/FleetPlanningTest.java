package dev.berth.optimizer.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.decide.Planned;
import dev.berth.optimizer.decide.Planning;
import dev.berth.optimizer.decide.Progress;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.SolveProgress;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.BadInputException;
import dev.berth.record.Sha256;
import dev.berth.table.Table;
import dev.berth.table.TableColumn;
import dev.berth.table.TableCsv;
import dev.berth.table.TableParquet;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetPlanningTest {
    private static final String SCENARIO = """
            schemaVersion: 1
            profile: {device: "cuda:0", tier: storage-cold}
            serverGenerator:
              count: 120
              seed: 3
              leastStorageFraction: 0.2
              mostStorageFraction: 0.8
              leastMemoryFraction: 0.2
              mostMemoryFraction: 0.6
              leastBackhaulBytesPerSecond: 1e6
              mostBackhaulBytesPerSecond: 1e7
              leastDemandFactor: 0.2
              mostDemandFactor: 3
            sharedBackhaulBytesPerSecond: 7000000
            cloudDelayMillis: 2000
            inferenceAssumedMillis: 50
            prices: {storagePerGibibyteHour: 0.1, memoryPerGibibyteHour: 0.1, delayPerSecond: 1, switchingPerSecond: 0.1}
            charging: both
            slots: 12
            slotSeconds: 60
            demand:
              generator: {requestsPerSecond: 1, zipfExponent: 0.9, driftSlots: 2, dailyAmplitude: 0, seed: 1}
            """;

    private static final SolveLimits LIMITS = new SolveLimits(512L << 20, 100_000);

    @TempDir
    private Path folder;

    private Path profiles;
    private Path scenario;

    @BeforeEach
    void writeFiles() throws IOException {
        profiles = folder.resolve("profiles.json");
        scenario = folder.resolve("scenario.yaml");
        ProfileDatasets.write(SampleDatasets.of(4, false), profiles);
        Files.writeString(scenario, SCENARIO);
    }

    private static final class Silent implements Progress {
        @Override
        public void warning(String line) {}

        @Override
        public void step(String what, int done, int of) {}

        @Override
        public <T> T during(String solver, Function<Consumer<SolveProgress>, T> solve) {
            return solve.apply(progress -> {});
        }
    }

    private FleetFile plan(BlockEngine engine, String out) throws IOException {
        return new FleetPlanning(engine, new Silent()).plan(profiles, scenario, "auto", LIMITS, folder.resolve(out));
    }

    private NavigableMap<String, String> content(String out) throws IOException {
        NavigableMap<String, String> files = new TreeMap<>();
        Path root = folder.resolve(out);
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                files.put(root.relativize(file).toString(), Sha256.of(file));
            }
        }
        return files;
    }

    /** Does what threads do until so many blocks of the first round are done, and then dies. */
    private static final class Killed implements BlockEngine {
        private final ThreadEngine inner = new ThreadEngine(1);
        private final int blocksLeft;

        Killed(int blocksLeft) {
            this.blocksLeft = blocksLeft;
        }

        @Override
        public <T extends Serializable> List<T> run(String what, int blocks, BlockTask<T> task, IntConsumer told) {
            AtomicInteger left = new AtomicInteger(blocksLeft);
            return inner.run(
                    what,
                    blocks,
                    block -> {
                        if (left.getAndDecrement() == 0) {
                            throw new IllegalStateException("killed");
                        }
                        return task.run(block);
                    },
                    told);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @Test
    void theBytesAreTheSameHoweverManyThreadsThereAre() throws IOException {
        plan(new ThreadEngine(1), "one");
        plan(new ThreadEngine(3), "three");

        assertEquals(content("one"), content("three"));
        assertTrue(content("one").containsKey("plans/block-00002.parquet"), content("one")::toString);
        assertFalse(Files.exists(folder.resolve("one/unfinished")));
    }

    @Test
    void theyAreThoseOfAPlanThatIsHeldWhole() throws IOException {
        FleetFile streamed = plan(new ThreadEngine(2), "streamed");
        Planned whole = Planning.plan(profiles, scenario, List.of(Solvers.named("auto")), LIMITS, new Silent());

        assertEquals(whole.file().cost(), streamed.cost());
        assertEquals(whole.file().solvers().get(1).boundNanoCost(), streamed.boundNanoCost());
        assertEquals(120, streamed.servers());
        assertTrue(streamed.cost().totalNanoCost() < streamed.allCloudNanoCost());
    }

    @Test
    void whatWasFinishedBeforeItWasKilledIsNotDoneAgain() throws IOException {
        plan(new ThreadEngine(1), "whole");
        assertThrows(IllegalStateException.class, () -> plan(new Killed(2), "killed"));
        Map<Path, FileTime> before = new HashMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("killed/unfinished"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
                before.put(file, FileTime.fromMillis(1_000_000));
            }
        }
        assertEquals(2, before.size());

        Map<Path, FileTime> after = new HashMap<>();
        plan(
                new BlockEngine() {
                    private final ThreadEngine inner = new ThreadEngine(2);

                    @Override
                    public <T extends Serializable> List<T> run(
                            String what, int blocks, BlockTask<T> task, IntConsumer told) {
                        List<T> results = inner.run(what, blocks, task, told);
                        before.keySet().forEach(file -> {
                            try {
                                after.put(file, Files.getLastModifiedTime(file));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
                        return results;
                    }

                    @Override
                    public void close() {
                        inner.close();
                    }
                },
                "killed");

        assertEquals(before, after);
        assertEquals(content("whole"), content("killed"));
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        assertThrows(IllegalStateException.class, () -> plan(new Killed(1), "damaged"));
        Path file;
        try (Stream<Path> files = Files.list(folder.resolve("damaged/unfinished"))) {
            file = files.findFirst().orElseThrow();
        }
        Files.write(file, new byte[] {1, 2, 3});

        BadInputException fault = assertThrows(BadInputException.class, () -> plan(new ThreadEngine(1), "damaged"));

        assertTrue(fault.getMessage().startsWith(file + ": not what was written there"), fault.getMessage());
    }

    @Test
    void aTableOfServersIsReadAsTheyStand() throws IOException {
        Files.writeString(folder.resolve("servers.csv"), """
                name,storageFraction,memoryBytes,backhaulBytesPerSecond,demandFactor
                north,0.5,60000000,1e6,0.5
                south,0.25,30000000,2e6,1
                """);
        int begin = SCENARIO.indexOf("serverGenerator");
        Files.writeString(
                scenario,
                SCENARIO.substring(0, begin) + "serverTable: servers.csv\n"
                        + SCENARIO.substring(SCENARIO.indexOf("sharedBackhaul")));

        FleetFile planned = plan(new ThreadEngine(1), "table");

        assertEquals(2, planned.servers());
        assertEquals(
                List.of("north", "south"),
                Planning.plan(profiles, scenario, List.of(Solvers.named("auto")), LIMITS, new Silent())
                        .file()
                        .servers()
                        .stream()
                        .map(server -> server.name())
                        .toList());
    }

    @Test
    void aTableOfServersInParquetIsTheSameTable() throws IOException {
        List<TableColumn> columns = List.of(
                TableColumn.text("name"),
                TableColumn.real("storageFraction"),
                TableColumn.whole("memoryBytes"),
                TableColumn.real("backhaulBytesPerSecond"));
        List<List<Object>> rows =
                List.of(List.of("north, \"1\"", 0.5, 60_000_000L, 1e6), List.of("south", 0.25, 30_000_000L, 2e6));
        Table table = new Table("servers", "", columns, rows::forEach);
        for (String ending : List.of("csv", "parquet")) {
            try (OutputStream out = Files.newOutputStream(folder.resolve("servers." + ending))) {
                if (ending.equals("csv")) {
                    TableCsv.write(table, out);
                } else {
                    TableParquet.write(table, "berth 1", Map.of(), out);
                }
            }
        }
        int begin = SCENARIO.indexOf("serverGenerator");
        String keys = SCENARIO.substring(SCENARIO.indexOf("sharedBackhaul"));
        List<FleetScenario> read = new ArrayList<>();
        for (String ending : List.of("csv", "parquet")) {
            Files.writeString(scenario, SCENARIO.substring(0, begin) + "serverTable: servers." + ending + "\n" + keys);
            read.add(ScenarioFile.readFleet(scenario));
        }

        assertEquals(read.get(0), read.get(1));
        assertEquals(List.of("north, \"1\"", "south"), read.get(1).names());
    }

    @Test
    void anotherTableUnderTheSameNameBeginsAnew() throws IOException {
        Files.writeString(
                scenario,
                SCENARIO.substring(0, SCENARIO.indexOf("serverGenerator")) + "serverTable: servers.csv\n"
                        + SCENARIO.substring(SCENARIO.indexOf("sharedBackhaul")));
        writeSixty(1);
        long small = plan(new ThreadEngine(1), "small").cost().totalNanoCost();
        assertThrows(IllegalStateException.class, () -> plan(new Killed(1), "other"));
        writeSixty(60_000_000);

        assertTrue(plan(new ThreadEngine(1), "other").cost().totalNanoCost() < small);
        assertEquals(
                plan(new ThreadEngine(1), "large").cost(),
                plan(new ThreadEngine(1), "other").cost());
    }

    /** Two blocks of servers, so that one is finished when the other is not. */
    private void writeSixty(long memoryBytes) throws IOException {
        StringBuilder rows = new StringBuilder("name,storageFraction,memoryBytes,backhaulBytesPerSecond\n");
        for (int server = 0; server < 60; server++) {
            rows.append("server-")
                    .append(server)
                    .append(",0.5,")
                    .append(memoryBytes)
                    .append(",1e6\n");
        }
        Files.writeString(folder.resolve("servers.csv"), rows);
    }

    @Test
    void aTableThatIsNoParquetIsRefusedByItsName() throws IOException {
        Files.writeString(folder.resolve("servers.parquet"), "name,storageFraction\n");
        Files.writeString(
                scenario,
                SCENARIO.substring(0, SCENARIO.indexOf("serverGenerator")) + "serverTable: servers.parquet\n"
                        + SCENARIO.substring(SCENARIO.indexOf("sharedBackhaul")));

        BadInputException fault = assertThrows(BadInputException.class, () -> ScenarioFile.readFleet(scenario));

        assertEquals(
                folder.resolve("servers.parquet")
                        + ": no Parquet table that is read here: it does not begin and end with PAR1",
                fault.getMessage());
    }
}

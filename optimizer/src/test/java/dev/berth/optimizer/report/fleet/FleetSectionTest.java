package dev.berth.optimizer.report.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.FleetFolder;
import dev.berth.optimizer.document.LinkSlot;
import dev.berth.optimizer.document.NanoCost;
import dev.berth.optimizer.document.Origin;
import dev.berth.optimizer.document.Origins;
import dev.berth.optimizer.report.section.Report;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.table.Table;
import dev.berth.table.TableColumn;
import dev.berth.table.TableParquet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetSectionTest {
    private static final String SHA = "sha256:" + "0".repeat(64);
    private static final int BLOCK = 50;
    private static final int SLOTS = 4;

    @TempDir
    private Path folder;

    /** Server k of n costs k + 1 of 2 n and keeps the first k + 1 models, in memory those of even number. */
    private void write(int servers, int models) throws IOException {
        int blocks = (servers + BLOCK - 1) / BLOCK;
        Files.createDirectories(folder.resolve("servers"));
        Files.createDirectories(folder.resolve("plans"));
        long total = 0;
        for (int block = 0; block < blocks; block++) {
            List<List<Object>> costs = new ArrayList<>();
            List<List<Object>> plans = new ArrayList<>();
            for (int server = block * BLOCK; server < Math.min(servers, (block + 1) * BLOCK); server++) {
                long cost = 1L + server;
                total += cost;
                costs.add(List.of("s" + server, 100L, 10L, 0L, cost, 0L, 0L, cost, 2L * servers, 50L, 10L));
                for (int model = 0; model < models; model++) {
                    String kept = model > server ? "...." : model % 2 == 0 ? ".+##" : "++++";
                    plans.add(Arrays.asList("s" + server, "m" + model, kept, null, 5L, 1L));
                }
            }
            parquet(FleetFile.servers(folder, block), FleetFolder.SERVER_COLUMNS, 1, costs);
            parquet(FleetFile.plans(folder, block), FleetFolder.PLAN_COLUMNS, 4, plans);
        }
        FleetFile.of(
                        new Origins(new Origin("dataset", "p.json", SHA), new Origin("scenario", "s.yaml", SHA)),
                        servers,
                        blocks,
                        SLOTS,
                        60,
                        Optional.of(1000L),
                        Collections.nCopies(SLOTS, new LinkSlot(2e9, 250)),
                        "auto",
                        NanoCost.of(new PlanCost(0, total, 0, 0)),
                        2L * servers * servers,
                        OptionalLong.of(total / 2),
                        "2 rounds")
                .write(folder.resolve(FleetFile.NAME));
    }

    private static void parquet(Path file, List<String> names, int texts, List<List<Object>> rows) throws IOException {
        List<TableColumn> columns = new ArrayList<>();
        for (int column = 0; column < names.size(); column++) {
            TableColumn text = TableColumn.text(names.get(column));
            columns.add(
                    column == 3 && texts > 3
                            ? text.orEmpty()
                            : column < texts ? text : TableColumn.whole(names.get(column)));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            TableParquet.write(new Table("t", "", columns, rows::forEach), "berth 0", Map.of(), out);
        }
    }

    @Test
    void aFleetIsSummedUpOverItsServersAndModels() throws IOException {
        write(120, 6);
        FleetSummary fleet = FleetSummary.read(
                folder.resolve(FleetFile.NAME), Json.read(folder.resolve(FleetFile.NAME), FleetFile.class));

        Distribution saved = Distribution.of(fleet.servers(), FleetSummary::saved);
        assertEquals(120, saved.n());
        assertEquals(0.5, saved.at(0), 1e-12);
        assertEquals(1 - 1.0 / 240, saved.at(1), 1e-12);
        // Rank 60 of 120 from below: the server that costs 61.
        assertEquals(1 - 61.0 / 240, saved.at(0.5), 1e-12);
        assertEquals(
                List.of(0.0, 0.5, 1.0),
                saved.steps(2).stream().map(Distribution.Step::share).toList());
        FleetSummary.Keeping last = fleet.models().get(5);
        assertEquals("m5", last.name());
        assertEquals(115, last.kept());
        assertEquals(0, last.loaded());
        assertEquals(115.0 / 120, last.keptTime(), 1e-12);
        assertEquals("m0", fleet.models().get(0).name());
        assertEquals(0.75, fleet.models().get(0).keptTime(), 1e-12);
        assertEquals(0.5, fleet.models().get(0).loadedTime(), 1e-12);
    }

    @Test
    void tenThousandServersAreAPageThatCanBeSent() throws IOException {
        write(10_000, 20);

        String page = Report.read(folder, line -> {}).html();

        assertTrue(page.length() < 1_500_000, page.length() + " letters");
        assertTrue(page.contains("The plans of 10000 servers cost 75 % less than sending every request to the cloud"));
        assertTrue(page.contains("10 of 10000 servers."), page::toString);
        assertTrue(page.contains("price_nano_cost_per_gigabyte"));
        assertEquals(6, Report.read(folder, line -> {}).charts().size());
    }

    @Test
    void filesOfOtherPlansAreRefused() throws IOException {
        write(60, 3);
        Files.copy(FleetFile.servers(folder, 1), FleetFile.servers(folder, 0), StandardCopyOption.REPLACE_EXISTING);

        BadInputException refused = assertThrows(BadInputException.class, () -> Report.read(folder, line -> {}));

        assertTrue(refused.getMessage().contains("servers/ beside it has 20 that cost"), refused::getMessage);
        Files.delete(FleetFile.plans(folder, 1));
        write(60, 3);
        Files.delete(FleetFile.plans(folder, 1));
        refused = assertThrows(BadInputException.class, () -> Report.read(folder, line -> {}));
        assertTrue(refused.getMessage().contains("block-00001.parquet: no such file"), refused::getMessage);
    }
}

package dev.berth.optimizer.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ProfileDataset;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariantTest {
    private static final String HEAD = """
            schemaVersion: 1
            profile: {device: "cuda:0", tier: storage-cold}
            cloudDelayMillis: 2000
            inferenceAssumedMillis: 50
            prices: {storagePerGibibyteHour: 0.1, memoryPerGibibyteHour: 0.2, delayPerSecond: 1, switchingPerSecond: 2}
            charging: both
            slots: 2
            slotSeconds: 60
            demand: {generator: {requestsPerSecond: 1, zipfExponent: 1, driftSlots: 0, dailyAmplitude: 0, seed: 1}}
            """;

    private static final String SERVER =
            "server: {storageFraction: 0.58, memoryFraction: 0.29, backhaulBytesPerSecond: 1e6}\n";

    @TempDir
    private Path folder;

    private Variant variant(ProfileDataset dataset, String... lines) throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(file, HEAD + String.join("\n", lines) + "\n");
        return new Variant(ScenarioFile.readFleet(file), dataset);
    }

    private static ComparisonFile.Setting models(int count) {
        return new ComparisonFile.Setting("models", count);
    }

    /** One model takes 10 MB of storage and 20 MB of memory; every hundredth from 0 to 1 is tried. */
    @Test
    void aShareOfEqualModelsIsAWholeNumberOfThemWhereverItIsOne() throws IOException {
        ProfileDataset one = SampleDatasets.of(1, false);
        Problem written = variant(one, SERVER).with(models(50)).servers("p").problem(0);
        assertEquals(29 * 10_000_000L, written.capacity().storageBytes());
        assertEquals(29 * 10_000_000L, written.capacity().memoryBytes());

        for (int hundredths = 0; hundredths <= 100; hundredths++) {
            double share = BigDecimal.valueOf(hundredths, 2).doubleValue();
            Problem swept = variant(one, SERVER)
                    .with(models(100))
                    .with(new ComparisonFile.Setting("storage", share))
                    .with(new ComparisonFile.Setting("memory", share))
                    .servers("p")
                    .problem(0);
            assertEquals(hundredths * 10_000_000L, swept.capacity().storageBytes());
            assertEquals(hundredths * 20_000_000L, swept.capacity().memoryBytes());
        }
    }

    @Test
    void hostMemoryIsSweptWhereAServerHasSome() throws IOException {
        ProfileDataset dataset = SampleDatasets.withWarmLoads(10);
        String hosted = "server: {storageFraction: 0.5, memoryFraction: 0.3, backhaulBytesPerSecond: 1e6,"
                + " hostMemory: {bytes: 1, tier: page-cache-warm}}";
        ComparisonFile.Setting half = new ComparisonFile.Setting("host-memory", 0.5);

        Problem swept = variant(dataset, hosted).with(half).servers("p").problem(0);

        // Models of 10 to 100 MB.
        assertEquals(275_000_000L, swept.capacity().hostMemoryBytes().orElseThrow());
        String fault = assertThrows(
                        BadInputException.class, () -> variant(dataset, SERVER).with(half))
                .getMessage();
        assertTrue(fault.endsWith("has no hostMemory, expected one, with the tier of the delays out of it"), fault);
    }

    /** Each price by its own factor, and no other with it. */
    @ParameterizedTest
    @CsvSource({
        "price-storage, 3, 2, 3, 4, 5, 6, 7",
        "price-memory, 1, 6, 3, 4, 5, 6, 7",
        "price-host-memory, 1, 2, 9, 4, 5, 6, 7",
        "price-energy, 1, 2, 3, 12, 5, 6, 7",
        "price-delay, 1, 2, 3, 4, 15, 6, 7",
        "price-switching, 1, 2, 3, 4, 5, 18, 7",
        "price-quality, 1, 2, 3, 4, 5, 6, 21"
    })
    void pricesAreScaledEachByItself(
            String parameter,
            double storage,
            double memory,
            double host,
            double energy,
            double delay,
            double switching,
            double quality)
            throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(
                file,
                HEAD.replaceFirst(
                                "prices: .*",
                                "prices: {storagePerGibibyteHour: 1, memoryPerGibibyteHour: 2, hostMemoryPerGibibyteHour: 3,"
                                        + " energyPerMegajoule: 4, delayPerSecond: 5, switchingPerSecond: 6,"
                                        + " qualityPerRequest: 7}")
                        + SERVER);

        Prices prices = new Variant(ScenarioFile.readFleet(file), SampleDatasets.of(2, false))
                .with(new ComparisonFile.Setting(parameter, 3))
                .scenario()
                .servers()
                .get(0)
                .prices();

        assertEquals(new Prices(storage, memory, energy, delay, switching, host, quality), prices);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 10, 17, 18, 27})
    void copiesKeepTheRulesOfTheirOriginal(int count) throws IOException {
        String rules = """
                initial: {model-b: stored, model-c: loaded}
                models:
                  model-a: {exclude: true}
                  model-b: {minResidency: stored, maxResidency: stored}
                  model-c: {maxResidency: loaded, storageBytes: 5, memoryBytes: 6, energyJoulesPerSlot: 7, preloadMillis: 8,
                            inferenceMillis: 9, cloudDelayMillis: 10}
                """;
        ProfileDataset nine = SampleDatasets.of(9, false);
        String all = "server: {storageFraction: 1, memoryFraction: 1, backhaulBytesPerSecond: 1e6}\n";
        if (count == 1) {
            // Nothing but the one that is left out: keep it in.
            rules = rules.replace("true", "false");
        }
        Servers servers = variant(nine, all, rules).with(models(count)).servers("p");

        Problem problem = servers.problem(0);
        int excluded = count == 1 ? 0 : (count + 8) / 9;
        assertEquals(count - excluded, problem.models());
        Problem originals = variant(nine, all, rules).servers("p").problem(0);
        for (int model = 0; model < problem.models(); model++) {
            String name = problem.names().get(model);
            int original = originals.names().indexOf(name.replaceFirst("#.*", ""));
            assertEquals(originals.initial(original), problem.initial(model), name);
            assertEquals(originals.lowest(original), problem.lowest(model), name);
            assertEquals(originals.highest(original), problem.highest(model), name);
            assertEquals(originals.storageBytes(original), problem.storageBytes(model), name);
            assertEquals(originals.memoryBytes(original), problem.memoryBytes(model), name);
            assertEquals(originals.energyMillijoules(original), problem.energyMillijoules(model), name);
            assertEquals(originals.switchingCost(original, 0, 1), problem.switchingCost(model, 0, 1), name);
            assertEquals(originals.switchingCost(original, 1, 2), problem.switchingCost(model, 1, 2), name);
        }
        if (count == 27) {
            assertEquals(Residency.STORED, problem.initial(problem.names().indexOf("model-b#3")));
        }
    }

    @Test
    void copiesKeepTheRulesOfEachServer() throws IOException {
        Servers servers = variant(
                        SampleDatasets.of(3, false),
                        "servers:",
                        "  - {name: n, storageFraction: 1, memoryFraction: 1, backhaulBytesPerSecond: 1e6, demandShare: 0.4,",
                        "     models: {model-b: {exclude: true}}, initial: {model-c: stored}}",
                        "  - {name: s, storageFraction: 1, memoryFraction: 1, backhaulBytesPerSecond: 1e6, demandShare: 0.6}")
                .with(models(6))
                .servers("p");

        assertEquals(
                List.of("model-a", "model-a#2", "model-c", "model-c#2"),
                servers.problem(0).names());
        assertEquals(Residency.STORED, servers.problem(0).initial(3));
        assertEquals(6, servers.problem(1).models());
    }

    @Test
    void servicesKeepTheirWaysAndHaveNoFirstNumber() throws IOException {
        Variant services = variant(
                SampleDatasets.of(3, false), SERVER, "services: {w: {variants: [{model: model-b}], shares: [0.5]}}");
        Problem swept = services.with(new ComparisonFile.Setting("storage", 1))
                .with(new ComparisonFile.Setting("rate", 2))
                .with(new ComparisonFile.Setting("price-delay", 2))
                .servers("p")
                .problem(0);

        assertEquals(List.of("model-a", "w", "model-c"), swept.names());
        assertEquals(500_000, swept.mode(1, 2).computePpm());
        String fault = assertThrows(BadInputException.class, () -> services.with(models(2)))
                .getMessage();
        assertTrue(
                fault.startsWith("--sweep models: ")
                        && fault.endsWith("has services of several models, of which there is no first number; sweep"
                                + " something else, or leave services out"),
                fault);
    }

    /** A dataset may have models whose names look like those of copies. */
    @Test
    void namesOfCopiesAreOnesOwn() throws IOException {
        ProfileDataset twice =
                variant(SampleDatasets.of(1, false), SERVER).with(models(2)).dataset();

        assertEquals(
                List.of("model-a", "model-a#2", "model-a#2#", "model-a#2#2"),
                variant(twice, SERVER).with(models(4)).dataset().models().stream()
                        .map(model -> model.model().name())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "storageBytes: 9999999, memoryBytes: 20000000; storage of 9999999 bytes; model-a, takes (10000000 bytes)",
                "storageBytes: 10000000, memoryBytes: 19999999; memory of 19999999 bytes; model-a, takes (20000000 bytes)",
                "storageBytes: 10000000, memoryBytes: 20000000;;"
            })
    void whatAServerHasTooLittleOfIsRemarkedOn(String capacity, String what, String smallest) throws IOException {
        Servers servers = variant(
                        SampleDatasets.of(3, false), "server: {" + capacity + ", backhaulBytesPerSecond: 1e6}")
                .servers("p");

        List<String> told = servers.tooSmall();
        assertEquals(what == null ? 0 : 1, told.size(), told::toString);
        for (String line : told) {
            assertTrue(line.startsWith(what) && line.contains(smallest), line);
        }
    }
}

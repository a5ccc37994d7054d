package dev.berth.optimizer.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.Datasets;
import dev.berth.dataset.DelayLine.Estimate;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Mode;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.problem.SharedParts;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.record.BadInputException;
import dev.berth.record.Reading;
import dev.berth.record.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services of a scenario: what they cost, worked out by hand, and what is wrong with them. */
class ServicesTest {
    /** Resources cost nothing, a second of waiting 1, one of moving 2, an answer of quality 0 10. */
    private static final String SCENARIO = """
            schemaVersion: 1
            profile: {device: "cuda:0", tier: storage-cold}
            server: {storageFraction: 1, memoryFraction: 1, backhaulBytesPerSecond: 1e6}
            cloudDelayMillis: 2000
            inferenceAssumedMillis: 50
            prices:
              {storagePerGibibyteHour: 0, memoryPerGibibyteHour: 0, delayPerSecond: 1, switchingPerSecond: 2,
               qualityPerRequest: 10}
            charging: both
            slots: 2
            slotSeconds: 60
            """;

    private static final String THREE = "demand: {matrix: [[1, 2, 3], [4, 5, 6]]}\n";
    private static final String TWO = "demand: {matrix: [[1, 2], [3, 4]]}\n";

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("scenario.yaml"), text);
    }

    private ScenarioProblem join(ProfileDataset dataset, String demand, String... lines) throws IOException {
        Path file = file(SCENARIO + demand + String.join("\n", lines) + "\n");
        return ScenarioProblem.of(ScenarioFile.read(file), dataset, "profiles.json");
    }

    private ScenarioProblem join(String demand, String... lines) throws IOException {
        return join(SampleDatasets.of(3, false), demand, lines);
    }

    private static List<String> modes(Problem problem, int service) {
        return IntStream.range(0, problem.modes(service))
                .mapToObj(mode -> problem.mode(service, mode).name())
                .toList();
    }

    private List<String> faults(String demand, String... lines) {
        return assertThrows(BadInputException.class, () -> join(demand, lines)).faults().stream()
                .map(fault -> fault.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void aServiceOfOneModelIsThatModel() throws IOException {
        ScenarioProblem alone = join(THREE, "initial: {model-b: stored}", "models: {model-b: {storageBytes: 7}}");
        ScenarioProblem named = join(
                THREE,
                "initial: {model-b: stored}",
                "models: {model-b: {storageBytes: 7}}",
                "services: {model-b: {variants: [{model: model-b}]}}");

        assertEquals(alone.services(), named.services());
        assertEquals(Residency.STORED, named.problem().initial(1));
        assertEquals(alone.problem().capacity(), named.problem().capacity());
        assertEquals(OptionalLong.empty(), named.problem().capacity().computePpm());
    }

    @Test
    void servicesStandWhereTheFirstOfTheirModelsIs() throws IOException {
        ScenarioProblem joined = join(TWO, "services: {writer: {variants: [{model: model-c}, {model: model-b}]}}");

        assertEquals(List.of("model-a", "writer"), joined.problem().names());
        assertEquals(
                List.of("model-a", "model-c"),
                joined.profiles().stream()
                        .map(profile -> profile.model().name())
                        .toList());
        assertEquals(Set.of("model-a", "model-b", "model-c"), joined.parts().keySet());
        assertEquals(60_000_000, joined.problem().capacity().storageBytes());
    }

    // Model b takes 20 MB and is loaded in 200 ms, model c 30 MB in 300 ms; they download in 20 and 30 s.
    @Test
    void variantsAreKeptOneAtATime() throws IOException {
        Problem problem = join(
                        TWO,
                        "services:",
                        "  writer: {variants: [{model: model-c}, {model: model-b, quality: 0.8}], cloudDelayMillis: 3000}")
                .problem();

        assertEquals(
                List.of("absent", "stored model-c", "loaded model-c", "stored model-b", "loaded model-b"),
                modes(problem, 1));
        // 4 requests in slot 1: 50 ms each, and a fifth of 10 for what they lack.
        assertEquals(4 * 50_000_000L, problem.delayCost(1, 1, 2));
        assertEquals(4 * 2_050_000_000L, problem.delayCost(1, 1, 4));
        assertEquals(4 * 3_000_000_000L, problem.delayCost(1, 1, 0));
        // The other one is downloaded and loaded anew.
        assertEquals(2 * (20_000_000_000L + 200_000_000L), problem.switchingCost(1, 2, 4));
    }

    @Test
    void stepsTakeTheirTimeAndQuality() throws IOException {
        ScenarioProblem joined = join(
                THREE,
                "services:",
                "  painter:",
                "    variants: [{model: model-b, quality: 0.5}]",
                "    steps: {choices: [10, 20], quality: [0.8, 1], baseMillis: 200, perStepMillis: 40}");
        Problem problem = joined.problem();

        assertEquals(List.of("absent", "stored", "loaded, 20 steps", "loaded, 10 steps"), modes(problem, 1));
        // 2 requests in slot 0: 1 s and half the quality, or 0.6 s and 0.4 of it; single loads serve with the best.
        assertEquals(2 * 6_000_000_000L, problem.delayCost(0, 1, 2));
        assertEquals(2 * 6_600_000_000L, problem.delayCost(0, 1, 3));
        assertEquals(2 * 6_200_000_000L, problem.delayCost(0, 1, 1));
        assertTrue(
                joined.assumptions().contains("a request for painter takes 200 ms and 40 ms a step, as stated"),
                joined.assumptions()::toString);
        assertTrue(
                joined.assumptions().contains("inference takes 50 ms, not measured for 2 of 2 models"),
                joined.assumptions()::toString);
    }

    @Test
    void aStatedInferenceDelayThatStepsReplaceIsTold() throws IOException {
        ScenarioProblem joined = join(
                THREE,
                "models: {model-b: {inferenceMillis: 7}, model-a: {inferenceMillis: 8}}",
                "services:",
                "  painter:",
                "    variants: [{model: model-b}]",
                "    steps: {choices: [10], quality: [1], baseMillis: 200, perStepMillis: 40}");

        assertEquals(
                List.of("inferenceMillis of model-b has no effect: steps take what they state or was probed, and of"
                        + " several models the first answers"),
                joined.assumptions().stream()
                        .filter(line -> line.startsWith("inferenceMillis"))
                        .toList());
    }

    @Test
    void keysGivenTwiceAreToldWithTheirPath() {
        assertEquals(
                List.of(
                        "scenario.yaml:14: services.painter.variants[1].quality: key given twice, expected once",
                        "scenario.yaml:15: services.painter.qualityFloor: key given twice, expected once"),
                faults(
                        THREE,
                        "services:",
                        "  painter: {variants: [{model: model-a}, {model: model-b, quality: 1, quality: 1}], qualityFloor: 0,",
                        "    qualityFloor: 0}"));
    }

    @Test
    void stepsSaturateWhereNoTableIsGiven() throws IOException {
        List<Service.Setting> settings = join(
                        THREE,
                        "services:",
                        "  painter:",
                        "    variants: [{model: model-b}]",
                        "    qualityFloor: 0.5",
                        "    steps: {choices: [4, 8, 24], halfSteps: 8, baseMillis: 0, perStepMillis: 1}")
                .services()
                .get(1)
                .variants()
                .get(0)
                .settings();

        // 1 - 2^(-3) and 1 - 2^(-1); four steps are below the floor.
        assertEquals(
                List.of(
                        new Service.Setting("24 steps", 24_000_000, 0.875),
                        new Service.Setting("8 steps", 8_000_000, 0.5)),
                settings);
    }

    /** Of the engine that was asked most often of those that a line was drawn through. */
    @Test
    void stepsTakeWhatWasProbed() throws IOException {
        EngineProfile most =
                Records.with(engine("most", 9), Map.of("stepCost", Reading.notSupported("all of 16 tokens")));
        EngineProfile probed = Records.with(
                engine("probed", 3),
                Map.of(
                        "stepCost",
                        Reading.derived(new EngineProfile.StepCost(
                                "step", new Estimate(5e6, 0, 9e6), new Estimate(2e6, 1e6, 3e6), 9, 4, 16))));
        String[] steps = {"services:", "  a: {variants: [{model: model-a}], steps: {choices: [10, 20], halfSteps: 8}}"};

        ScenarioProblem joined = join(served(most, probed), THREE, steps);

        assertEquals(
                List.of(45_000_000L, 25_000_000L),
                joined.services().get(0).variants().get(0).settings().stream()
                        .map(Service.Setting::inferenceNanos)
                        .toList());
        assertTrue(
                joined.assumptions()
                        .contains("a request for model-a takes 5.00 ms and 2.00 ms a step, as probed from 4 to 16;"
                                + " beyond that it is taken to go on so"),
                joined.assumptions()::toString);
        assertEquals(
                List.of("scenario.yaml:14: services.a.steps: model model-a of profiles.json has no cost of a step,"
                        + " expected baseMillis and perStepMillis; state both, or profile it with an engine that is"
                        + " asked for different numbers of steps"),
                faults(THREE, steps));
        EngineProfile sinks = Records.with(
                probed,
                Map.of(
                        "stepCost",
                        Reading.derived(new EngineProfile.StepCost(
                                "step", new Estimate(-5e7, -9e7, 0), new Estimate(2e6, 1e6, 3e6), 9, 4, 16))));
        assertEquals(
                2,
                assertThrows(BadInputException.class, () -> join(served(sinks), THREE, steps))
                        .faults()
                        .size());
    }

    private static EngineProfile engine(String variant, int n) {
        return Records.with(Datasets.engine(variant, n, 20_000_000), Map.of("device", "cuda:0"));
    }

    private static ProfileDataset served(EngineProfile... engines) {
        ProfileDataset dataset = SampleDatasets.of(3, false);
        List<ModelProfile> models = new ArrayList<>(dataset.models());
        models.set(0, Records.with(models.get(0), Map.of("engines", List.of(engines))));
        return Records.with(dataset, Map.of("models", models));
    }

    @Test
    void sharesOfComputeMakeInferenceLongerAndHaveALimit() throws IOException {
        ScenarioProblem joined =
                join(THREE, "services:", "  writer: {variants: [{model: model-b}], shares: [0.25, 1, 0.5]}");
        Problem problem = joined.problem();

        assertEquals(OptionalLong.of(1_000_000), problem.capacity().computePpm());
        assertEquals(
                List.of("absent", "stored", "loaded, share 25 %", "loaded, share 50 %", "loaded, share 100 %"),
                modes(problem, 1));
        assertEquals(250_000, problem.mode(1, 2).computePpm());
        assertEquals(2 * 200_000_000L, problem.delayCost(0, 1, 2));
        assertEquals(0, problem.mode(0, 2).computePpm());
        assertTrue(
                joined.assumptions()
                        .contains("with a share s of the compute, inference takes 1/s as long as measured alone; no"
                                + " share is taken by model-a, model-c"),
                joined.assumptions()::toString);
    }

    /** The closed form where all stay loaded: shares as the square roots of the loads, here 2 to 3 and 3 to 2. */
    @Test
    void bestSharesAreAsTheSquareRootsOfTheLoads() throws IOException {
        String shares = "shares: [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], minResidency: loaded}";
        Problem problem = join(
                        "demand: {matrix: [[4, 9], [9, 4]]}\ninitial: {a: loaded, b: loaded}\n",
                        "models: {model-c: {exclude: true}}",
                        "services:",
                        "  a: {variants: [{model: model-a}], " + shares,
                        "  b: {variants: [{model: model-b}], " + shares)
                .problem();

        assertEquals("loaded, share 20 %", problem.mode(0, problem.lowest(0)).name());
        assertEquals(Residency.LOADED, problem.initial(1), "both fit before slot 0, at their smallest shares");
        Solution solution = new HorizonExact().solve(problem, SolveLimits.ofThisMachine());
        assertTrue(solution.proven());
        assertEquals(
                List.of("loaded, share 40 %", "loaded, share 60 %", "loaded, share 60 %", "loaded, share 40 %"),
                IntStream.range(0, 4)
                        .mapToObj(cell -> problem.mode(cell % 2, solution.plan().indexAt(cell / 2, cell % 2))
                                .name())
                        .toList());
    }

    @Test
    void aCascadeToTheCloudWaitsForBoth() throws IOException {
        Problem problem = join(
                        THREE,
                        "services:",
                        "  writer:",
                        "    variants: [{model: model-b, quality: 0.5}]",
                        "    cascade: {to: cloud, thresholds: [{threshold: 0.5, deferredShare: 0.25, quality: 0.8},",
                        "                                      {threshold: 0.90, deferredShare: 0.5, quality: 1}]}")
                .problem();

        assertEquals(List.of("absent", "stored", "loaded, threshold 0.9", "loaded, threshold 0.5"), modes(problem, 1));
        // 2 requests in slot 0, each 50 ms, half of them 2 s more; half the quality of 10.
        assertEquals(2 * (1_050_000_000L + 5_000_000_000L), problem.delayCost(0, 1, 2));
        assertEquals(2 * (550_000_000L + 6_000_000_000L), problem.delayCost(0, 1, 3));
    }

    /** 2 requests in slot 0 and 4 in slot 1, of 60 s: at 0.9 half of them, 1 and 2, at 0.5 a quarter send 90 bytes. */
    @Test
    void thresholdsThatWouldPassTooMuchOnCannotBeChosenInThatSlot() throws IOException {
        Problem problem = join(
                        TWO,
                        "services:",
                        "  writer:",
                        "    variants: [{model: model-b}, {model: model-c}]",
                        "    cascade: {to: cloud, requestBytes: 90, bytesPerSecond: 1.5, thresholds:",
                        "      [{threshold: 0.5, deferredShare: 0.25, quality: 0.8},",
                        "       {threshold: 0.9, deferredShare: 0.5, quality: 1}]}")
                .problem();

        int much = modes(problem, 1).indexOf("loaded model-b, threshold 0.9");
        int little = modes(problem, 1).indexOf("loaded model-b, threshold 0.5");
        assertTrue(problem.isLetThrough(0, 1, much));
        assertFalse(problem.isLetThrough(1, 1, much));
        assertTrue(problem.isLetThrough(1, 1, little));
        Plan plan = new Plan(2, new byte[] {0, (byte) much, 0, (byte) much});
        assertEquals(
                Optional.of(
                        "slot 1: model writer is loaded model-b, threshold 0.9, which would pass more requests on than"
                                + " may be"),
                Limits.broken(problem, plan));
        // With the forecast of as many in slot 0 as in slot 1 it could not be chosen there.
        assertFalse(problem.with(0, new double[] {1, 4}, new byte[] {0, 0}).isLetThrough(0, 1, much));
    }

    /** Where the large one is not kept too, or alone, nothing is passed on. */
    @Test
    void aCascadeAtTheEdgeNeedsBothModelsThere() throws IOException {
        ScenarioProblem joined = join(
                TWO,
                "models: {model-c: {inferenceMillis: 400}}",
                "services:",
                "  writer:",
                "    variants: [{models: [model-a, model-c]}, {model: model-c}]",
                "    shares: [0.5]",
                "    cascade: {to: model-c, thresholds: [{threshold: 0.7, deferredShare: 0.25, quality: 0.9}]}");
        Problem problem = joined.problem();

        assertEquals(
                List.of(
                        "absent",
                        "stored model-a + model-c",
                        "loaded model-a + model-c, threshold 0.7, share 50 %",
                        "stored model-c",
                        "loaded model-c, share 50 %"),
                modes(problem, 0));
        assertEquals(40_000_000, problem.mode(0, 1).storageBytes());
        assertEquals(80_000_000, problem.mode(0, 2).memoryBytes());
        // One request in slot 0: 100 ms, a quarter of them 800 ms more, and a tenth of 10.
        assertEquals(100_000_000L + 200_000_000L + 1_000_000_000L, problem.delayCost(0, 0, 2));
        assertEquals(800_000_000L, problem.delayCost(0, 0, 4));
        // Model c is there: model a alone is downloaded and loaded.
        assertEquals(2 * (10_000_000_000L + 100_000_000L), problem.switchingCost(0, 4, 2));
        assertEquals(Set.of("model-a", "model-b", "model-c"), joined.parts().keySet());
    }

    @Test
    void copiesAgeAndAreRefreshed() throws IOException {
        ScenarioProblem joined = join(
                THREE,
                "services:",
                "  writer:",
                "    variants: [{model: model-b}]",
                "    updates: {slots: [1], deltaShare: 0.1, qualityLossPerVersion: 0.25}");
        Problem problem = joined.problem();

        List<String> modes = modes(problem, 1);
        int old = modes.indexOf("loaded, version 0");
        int fresh = modes.indexOf("loaded, version 1");
        assertEquals(2 * 50_000_000L, problem.delayCost(0, 1, old));
        assertEquals(5 * (50_000_000L + 2_500_000_000L), problem.delayCost(1, 1, old));
        assertEquals(5 * 50_000_000L, problem.delayCost(1, 1, fresh));
        // A tenth of 20 s, and the load.
        assertEquals(2 * (2_000_000_000L + 200_000_000L), problem.switchingCost(1, 1, old, fresh));
        assertEquals(Problem.NEVER, problem.switchingCost(0, 1, old, fresh));
        assertTrue(
                joined.assumptions()
                        .contains("new versions of writer are there from slots 1 on; the plan knows that beforehand"),
                joined.assumptions()::toString);
    }

    @Test
    void copiesThatAreBehindMayHaveToLeaveTheirRequestsToTheCloud() throws IOException {
        Problem problem = join(
                        THREE,
                        "services:",
                        "  writer: {variants: [{model: model-b}], updates: {slots: [1], servesBehind: false}}")
                .problem();

        assertEquals(
                5 * 2_000_000_000L, problem.delayCost(1, 1, modes(problem, 1).indexOf("loaded, version 0")));
    }

    @Test
    void storageMayChangeNowAndThenAlone() throws IOException {
        ScenarioProblem joined = join(THREE, "storageEverySlots: 2");

        assertEquals(2 * 20_000_000_000L, joined.problem().switchingCost(0, 1, 0, 1));
        assertEquals(Problem.NEVER, joined.problem().switchingCost(1, 1, 0, 1));
        assertEquals(2 * 200_000_000L, joined.problem().switchingCost(1, 1, 1, 2));
        assertTrue(
                joined.assumptions().contains("downloads begin in slot 0 and every 2 slots after it alone"),
                joined.assumptions()::toString);
    }

    /** Two services may keep the same model; each keeps a copy of its own. */
    @Test
    void whatTwoServicesKeepIsKeptTwiceAndTold() throws IOException {
        ScenarioProblem joined = join(
                THREE,
                "services:",
                "  reader: {variants: [{models: [model-a, model-b]}]}",
                "  writer: {variants: [{models: [model-a]}]}");

        assertEquals(List.of("reader", "writer", "model-c"), joined.problem().names());
        assertTrue(
                joined.assumptions().contains("model-a is kept for each of reader, writer by itself, not once"),
                joined.assumptions()::toString);
    }

    @Test
    void whatTwoServicesShareIsKeptOnceWhereTheScenarioSaysSo() throws IOException {
        ScenarioProblem joined = join(
                THREE,
                "sharedParts: true",
                "services:",
                "  reader: {variants: [{models: [model-a, model-b]}]}",
                "  writer: {variants: [{models: [model-a]}]}");

        SharedParts parts = joined.problem().sharedParts().orElseThrow();
        assertEquals(List.of("model-a"), parts.names());
        Plan both = new Plan(3, new byte[] {1, 1, 0, 1, 1, 0});
        long twice =
                joined.problem().switchingCost(0, 0, 0, 1) + joined.problem().switchingCost(0, 1, 0, 1);
        long once = twice - parts.apart().switchingCost(0, 3, 0, 1);
        assertEquals(once, PlanCost.of(joined.problem(), both).switching());
        assertEquals(twice, PlanCost.of(joined.problem().withOwnCopies(), both).switching());
        assertTrue(
                joined.assumptions()
                        .contains("model-a is on storage once for reader, writer, and downloaded once; each loads it by"
                                + " itself"),
                joined.assumptions()::toString);
    }

    @Test
    void boundsAndEnergyAreTheServices() throws IOException {
        Problem problem = join(
                        TWO,
                        "models: {model-a: {energyJoulesPerSlot: 1}, model-b: {energyJoulesPerSlot: 2}}",
                        "services:",
                        "  both: {variants: [{models: [model-a, model-b]}], minResidency: stored, maxResidency: loaded}")
                .problem();

        assertEquals(1, problem.lowest(0));
        Mode loaded = problem.mode(0, 2);
        assertEquals(3000, loaded.energyMillijoules());
        Problem kept = join(
                        TWO,
                        "services:",
                        "  both: {variants: [{model: model-a}, {model: model-c}], maxResidency: stored}")
                .problem();
        for (int mode = 0; mode < kept.modes(0); mode++) {
            boolean isLoaded = kept.residency(0, mode) == Residency.LOADED;
            assertEquals(isLoaded, kept.switchingCost(0, 0, mode) >= Problem.NEVER, "mode " + mode);
        }
    }

    @Test
    void demandFromCsvHasTheNamesOfServices() throws IOException {
        Files.writeString(folder.resolve("demand.csv"), "writer,model-b,model-c\n5,0,1\n6,0,2\n");
        String[] services = {"models: {model-b: {exclude: true}}", "services: {writer: {variants: [{model: model-a}]}}"
        };

        assertEquals(
                6 * 50_000_000L,
                join("demand: {csv: demand.csv}\n", services).problem().delayCost(1, 0, 2));
        Files.writeString(folder.resolve("demand.csv"), "model-a,model-b,model-c\n5,0,1\n6,0,2\n");
        assertEquals(
                List.of("demand.csv:1: column 'model-a' is of no model or service; expected a header with the names"
                        + " writer,model-c, each once"),
                faults("demand: {csv: demand.csv}\n", services));
    }

    @Test
    void ofSeveralServersEachMayHaveServicesOfItsOwn() throws IOException {
        String servers = SCENARIO.replaceFirst("server:.*", "") + THREE + """
                services: {writer: {variants: [{model: model-a}]}}
                servers:
                  - {name: n, storageFraction: 1, memoryFraction: 1, backhaulBytesPerSecond: 1e6, demandShare: 0.5}
                  - {name: s, storageFraction: 1, memoryFraction: 1, backhaulBytesPerSecond: 1e6, demandShare: 0.5,
                     services: {writer: {variants: [{model: model-b}]}}}
                """;

        List<ScenarioProblem> problems =
                ScenarioFile.readFleet(file(servers)).problems(SampleDatasets.of(3, false), "profiles.json");

        assertEquals(
                List.of("writer", "model-b", "model-c"),
                problems.get(0).problem().names());
        assertEquals(
                List.of("model-a", "writer", "model-c"),
                problems.get(1).problem().names());
    }

    /** Each file has but this fault. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s: {variants: []}|14: services.s.variants: expected a list of at least one mapping, found an empty list",
                "s: {variants: [{model: model-a, models: [model-b]}]}|14: services.s.variants[0].models: expected exactly"
                        + " one of model, models, found model and models; leave one",
                "s: {variants: [{quality: 1}]}|14: services.s.variants[0]: expected exactly one of model, models, found"
                        + " none; add one",
                "s: {variants: [{models: [model-a, model-a]}]}|14: services.s.variants[0].models: expected each once, found"
                        + " model-a again; leave it out",
                "s: {variants: [{models: [model-a, 3]}]}|14: services.s.variants[0].models: expected text, found 3; what is"
                        + " in quotes is text",
                "s: {variants: [{model: model-a}, {model: model-a}]}|14: services.s.variants[1]: expected a variant of its"
                        + " own, found model-a again; leave it out",
                "s: {variants: [{model: model-a, quality: 2}]}|14: services.s.variants[0].quality: expected a number from 0"
                        + " to 1, found 2",
                "s: {variants: [{model: model-a}], shares: [0.5, 0.50]}|14: services.s.shares: expected each once, found 0.5"
                        + " again; leave it out",
                "s: {variants: [{model: model-a}], shares: [0]}|14: services.s.shares: expected a number from 0.001 to 1,"
                        + " found 0",
                "s: {variants: [{model: model-a}], steps: {choices: [1, 2], quality: [1], baseMillis: 1, perStepMillis: 1}}"
                        + "|14: services.s.steps.quality: expected 2 values, one for each choice, found 1",
                "s: {variants: [{model: model-a}], steps: {choices: [1], quality: [1], halfSteps: 1, baseMillis: 1,"
                        + " perStepMillis: 1}}|14: services.s.steps.halfSteps: expected exactly one of quality, halfSteps,"
                        + " found quality and halfSteps; leave one",
                "s: {variants: [{model: model-a}], steps: {choices: [1.5], quality: [1], baseMillis: 1, perStepMillis: 1}}"
                        + "|14: services.s.steps.choices: expected a whole number from 1 to 1000000, found 1.5",
                "s: {variants: [{model: model-a}], steps: {choices: [1], quality: [1], baseMillis: 1}}|14:"
                        + " services.s.steps.baseMillis: expected baseMillis and perStepMillis or none of them, found one;"
                        + " add the other",
                "s: {variants: [{model: model-a}], cascade: {to: model-b, thresholds: [{threshold: 1, deferredShare: 0,"
                        + " quality: 1}]}}|14: services.s.cascade.to: expected cloud, or a model that a variant keeps beside"
                        + " the one that answers, found \"model-b\"; name it under models of a variant, not first",
                "s: {variants: [{model: model-a}], cascade: {to: cloud, thresholds: [{threshold: 1, deferredShare: 0,"
                        + " quality: 1}, {threshold: 1, deferredShare: 1, quality: 1}]}}|14:"
                        + " services.s.cascade.thresholds[1].threshold: expected each once, found it again; leave one",
                "s: {variants: [{model: model-a}], cascade: {to: cloud, requestBytes: 1, thresholds: [{threshold: 1,"
                        + " deferredShare: 0, quality: 1}]}}|14: services.s.cascade.requestBytes: expected requestBytes and"
                        + " bytesPerSecond or none of them, found one; add the other",
                "s: {variants: [{model: model-a}], minResidency: loaded, cascade: {to: cloud, requestBytes: 1,"
                        + " bytesPerSecond: 1, thresholds: [{threshold: 1, deferredShare: 0, quality: 1}]}}|14:"
                        + " services.s.minResidency: expected at most stored where cascade.bytesPerSecond limits what is"
                        + " passed on, found loaded; lower it",
                "s: {variants: [{model: model-a}], steps: {choices: [1], quality: [1], baseMillis: 1, perStepMillis: 1},"
                        + " cascade: {to: cloud, thresholds: [{threshold: 1, deferredShare: 0, quality: 1}]}}|14:"
                        + " services.s.cascade: expected either steps or cascade, found both; leave one",
                "s: {variants: [{model: model-a}], updates: {slots: [1, 1]}}|14: services.s.updates.slots: expected ascending"
                        + " slots, found [1, 1]; order them, each once",
                "s: {variants: [{model: model-a}], updates: {slots: [2]}}|14: services.s.updates.slots: expected slots from 0"
                        + " to 1, found 2, which is not planned for; leave it out or plan more slots",
                "s: {variants: [{model: model-a}], updates: {slots: [1], seed: 1}}|14: services.s.updates.seed: expected it"
                        + " beside perDay alone, found it beside slots; leave it out",
                "s: {variants: [{model: model-a}], updates: {perDay: 1}}|14: services.s.updates.seed: expected a whole number"
                        + " from -9007199254740992 to 9007199254740992, found no such key",
                "s: {variants: [{model: model-a}], updates: {slots: [1], deltaShare: 0}}|14: services.s.updates.deltaShare:"
                        + " expected a number from 1.0E-9 to 1, found 0",
                "s: {variants: [{model: model-a}], updates: {slots: [1]}, minResidency: stored}|14: services.s.minResidency:"
                        + " expected absent where there are updates, found stored; leave it out",
                "s: {variants: [{model: model-a}, {model: model-b}], minResidency: loaded}|14: services.s.minResidency:"
                        + " expected absent where there are several variants, found loaded; leave it out",
                "s: {variants: [{model: model-a}], minResidency: loaded, maxResidency: stored}|14: services.s.minResidency:"
                        + " expected it not above maxResidency, found loaded above stored",
                "s: {variants: [{model: model-z}]}|14: services.s.variants[0]: no model model-z in profiles.json, expected"
                        + " one of model-a, model-b, model-c",
                "model-b: {variants: [{model: model-a}]}|14: services.model-b: a model of profiles.json has that name,"
                        + " expected one of its own; name that model among its variants, or call the service otherwise",
                "s: {variants: [{model: model-a, quality: 0.8}], qualityFloor: 0.9}|14: services.s: no setting of any variant"
                        + " has the quality of 0.9 that its qualityFloor asks for, expected one; lower it",
                "s: {variants: [{model: model-a}], shares: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], steps: {choices:"
                        + " [1, 2, 3, 4, 5, 6, 7], halfSteps: 3, baseMillis: 1, perStepMillis: 1}}|14: services.s: 72 modes"
                        + " (for each variant and version stored, hosted and loaded in each setting), expected at most 64;"
                        + " name fewer variants, settings or versions",
            })
    void everyFaultIsNamedByLineAndKey(String service, String fault) {
        assertEquals(List.of("scenario.yaml:" + fault), faults(THREE, "services:", "  " + service));
    }

    @Test
    void whatModelsAndServicesSayMustGoTogetherAndIsToldAtOnce() {
        assertEquals(
                List.of(
                        "scenario.yaml:16: services.writer.variants[0]: model-a is excluded under models, expected a model"
                                + " that is not; take exclude from it, or leave it out here",
                        "scenario.yaml:14: models.model-b: minResidency, maxResidency or cloudDelayMillis of a model of"
                                + " service writer, expected none here; say it of the service, under services.writer",
                        "scenario.yaml:13: initial.model-b: a part of service writer, expected a service; name that one instead"),
                faults(
                        TWO,
                        "initial: {model-b: stored}",
                        "models: {model-a: {exclude: true}, model-b: {maxResidency: stored}}",
                        "services:",
                        "  writer: {variants: [{model: model-a}, {model: model-b}]}"));
    }

    @Test
    void rowsOfAMatrixHaveAValueAService() {
        assertEquals(
                List.of("scenario.yaml:12: demand.matrix: 3 values a row, expected 2, one for each of writer, model-c"),
                faults(THREE, "services: {writer: {variants: [{model: model-a}, {model: model-b}]}}"));
    }

    @Test
    void moreVersionsThanCanBeTakenAreRefused() {
        assertEquals(
                List.of(
                        "scenario.yaml:13: services.s.updates.perDay: expected at most 20 versions in all slots, drew more;"
                                + " lower it, or plan fewer slots"),
                faultsOf(
                        SCENARIO.replace("slots: 2", "slots: 9000")
                                + "demand: {generator: {requestsPerSecond: 1, zipfExponent: 1, driftSlots: 0, dailyAmplitude: 0,"
                                + " seed: 1}}\nservices: {s: {variants: [{model: model-a}], updates: {perDay: 100, seed: 1}}}\n"));
    }

    private List<String> faultsOf(String text) {
        try {
            return ScenarioFile.faults(file(text)).stream()
                    .map(fault -> fault.replace(folder + "/", ""))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

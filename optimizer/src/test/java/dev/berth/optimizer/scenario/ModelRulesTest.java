package dev.berth.optimizer.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.Datasets;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.WeightProvenance;
import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.simulate.EdgeServer;
import dev.berth.record.BadInputException;
import dev.berth.record.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scenario says of single models: bounds, figures of its own, exclusion, prediction. */
class ModelRulesTest {
    private static final String SCENARIO = """
            schemaVersion: 1
            profile: {device: "cuda:0", tier: storage-cold}
            server: {storageBytes: 40000000, memoryFraction: 1, backhaulBytesPerSecond: 1e6}
            cloudDelayMillis: 2000
            inferenceAssumedMillis: 50
            prices: {storagePerGibibyteHour: 0, memoryPerGibibyteHour: 0, delayPerSecond: 1, switchingPerSecond: 2}
            charging: both
            slots: 2
            slotSeconds: 60
            demand: {csv: demand.csv}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeDemand() throws IOException {
        Files.writeString(folder.resolve("demand.csv"), "model-c,model-b,model-a\n5,2,1\n6,4,3\n");
    }

    private ScenarioProblem join(ProfileDataset dataset, String... lines) throws IOException {
        Path file = folder.resolve("scenario.yaml");
        boolean otherProfile = lines.length == 1 && lines[0].startsWith("profile:");
        Files.writeString(
                file,
                otherProfile
                        ? SCENARIO.replaceFirst("profile: .*", lines[0])
                        : SCENARIO + String.join("\n", lines) + "\n");
        return ScenarioProblem.of(ScenarioFile.read(file), dataset, "profiles.json");
    }

    private List<String> faults(ProfileDataset dataset, String... lines) {
        return assertThrows(BadInputException.class, () -> join(dataset, lines)).faults().stream()
                .map(fault -> fault.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void boundsReachTheProblem() throws IOException {
        Problem problem = join(
                        SampleDatasets.of(3, false),
                        "models:",
                        "  model-a: {minResidency: stored}",
                        "  model-b: {maxResidency: absent}")
                .problem();

        assertEquals(1, problem.lowest(0));
        assertEquals(2, problem.highest(0));
        assertEquals(0, problem.lowest(1));
        assertEquals(0, problem.highest(1));
        assertEquals(2, problem.highest(2));
    }

    /** Two engines served model-a, one of them model-b, none model-c. */
    private static ProfileDataset served() {
        ProfileDataset dataset = SampleDatasets.of(3, false);
        List<ModelProfile> models = new ArrayList<>(dataset.models());
        models.set(
                0,
                Records.with(models.get(0), Map.of("engines", List.of(engine("quick", 3, 7), engine("usual", 9, 20)))));
        models.set(1, Records.with(models.get(1), Map.of("engines", List.of(engine("quick", 3, 8)))));
        return Records.with(dataset, Map.of("models", models));
    }

    private static EngineProfile engine(String variant, int n, long laterMillis) {
        return Records.with(Datasets.engine(variant, n, laterMillis * 1_000_000), Map.of("device", "cuda:0"));
    }

    @Test
    void inferenceIsThatOfTheEngineThatWasAskedMostOften() throws IOException {
        ScenarioProblem joined = join(served());

        assertEquals(
                List.of(20_000_001L, 8_000_001L, 50_000_000L),
                joined.services().stream().map(Service::inferenceNanos).toList());
        assertEquals(
                List.of(
                        "inference takes 50 ms, not measured for 1 of 3 models: model-c",
                        "inference of 1 model as exec:quick, 2 threads was seen to answer later requests",
                        "inference of 1 model as exec:usual, 2 threads was seen to answer later requests"),
                joined.assumptions().subList(0, 3));
    }

    @Test
    void anEngineMayBeNamed() throws IOException {
        ScenarioProblem joined =
                join(served(), "profile: {device: \"cuda:0\", tier: storage-cold, inferenceEngine: \"exec:quick\"}");

        assertEquals(
                List.of(7_000_001L, 8_000_001L, 50_000_000L),
                joined.services().stream().map(Service::inferenceNanos).toList());
        assertEquals(
                List.of("scenario.yaml:2: profile.inferenceEngine: no engine tfjs in profiles.json, expected one of"
                        + " exec:quick, exec:usual; profile with --engine exec, or leave the key out"),
                faults(served(), "profile: {device: \"cuda:0\", tier: storage-cold, inferenceEngine: tfjs}"));
    }

    @Test
    void figuresOfTheScenarioComeBeforeThoseOfTheDataset() throws IOException {
        ScenarioProblem joined = join(
                SampleDatasets.of(3, false),
                "models:",
                "  model-b: {storageBytes: 7000000, memoryBytes: 8, energyJoulesPerSlot: 1.5, preloadMillis: 2,"
                        + " inferenceMillis: 3, cloudDelayMillis: 4}");

        assertEquals(
                new Service("model-b", 7_000_000, 8, 1500, 7_000_000_000L, 2_000_000, 3_000_000, 4_000_000),
                joined.services().get(1));
        assertTrue(joined.assumptions().contains("figures of model-b are in part the scenario's own, not measured"));
    }

    /** Those alone that are planned with. */
    @Test
    void madeUpWeightsAreToldBeforeAllElse() throws IOException {
        ProfileDataset real = SampleDatasets.of(3, false);
        ModelProfile second = real.models().get(1);
        ProfileDataset mixed = Records.with(
                real,
                "models",
                List.of(
                        real.models().get(0),
                        second.withModel(Records.with(second.model(), "provenance", WeightProvenance.SYNTHETIC)),
                        real.models().get(2)));

        ScenarioProblem joined = join(mixed);

        assertEquals(
                "1 of 3 models are synthetic (made-up weights in files of a model's layout), the others real: model-b",
                joined.assumptions().get(0));
        List<ModelPlan> plan =
                ModelPlan.of(joined.problem(), joined.services(), joined.profiles(), new Plan(3, new byte[3]));
        assertEquals(
                List.of("model-a", "model-b†", "model-c"),
                plan.stream().map(ModelPlan::shownName).toList());
        assertFalse(join(mixed, "models: {model-b: {exclude: true}}")
                .assumptions()
                .get(0)
                .contains("synthetic"));
    }

    @Test
    void anExcludedModelLeavesProblemAndDemandButNotTheOrder() throws IOException {
        ScenarioProblem joined =
                join(SampleDatasets.of(3, false), "models: {model-b: {exclude: true}}", "initial: {model-b: loaded}");

        assertEquals(List.of("model-a", "model-c"), joined.problem().names());
        assertEquals("model-c", joined.profiles().get(1).model().name());
        // 6 requests of model c wait for the cloud, 2 s each.
        assertEquals(12_000_000_000L, joined.problem().delayCost(1, 1, 0));
    }

    @Test
    void aModelWithoutFiguresIsRefusedUnlessExcludedStatedOrPredicted() throws IOException {
        ProfileDataset dataset = SampleDatasets.withLine(3, 3);

        assertEquals(
                List.of("scenario.yaml:2: profile.tier: model model-c of profiles.json has no preload delay on device"
                        + " cuda:0 from tier storage-cold; profile it so, name another tier, set"
                        + " profile.useLoadModel, state its preloadMillis, or exclude it under models"),
                faults(dataset));
        assertEquals(
                2, join(dataset, "models: {model-c: {exclude: true}}").problem().models());
        assertEquals(
                7_000_000,
                join(dataset, "models: {model-c: {preloadMillis: 7}}")
                        .services()
                        .get(2)
                        .preloadNanos());
    }

    @Test
    void theBestSupportedLineStandsInForWhatWasNotMeasured() throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(file, SCENARIO.replace("storage-cold}", "storage-cold, useLoadModel: true}"));

        ScenarioProblem joined =
                ScenarioProblem.of(ScenarioFile.read(file), SampleDatasets.withLine(3, 1), "profiles.json");

        // 20 ms and 8 ns a byte of 10, 20 and 30 MB.
        assertEquals(
                List.of(100_000_000L, 180_000_000L, 260_000_000L),
                joined.services().stream().map(Service::preloadNanos).toList());
        assertEquals(
                "preload delay of model-a is predicted, 100 ms (95 % interval 70.0 to 130), from 5 models, all of them"
                        + " larger or all smaller",
                joined.assumptions().get(2));
        assertEquals(
                "preload delay of model-b is predicted, 180 ms (95 % interval 126 to 234), from 5 models",
                joined.assumptions().get(3));
    }

    @Test
    void loadsAtOnceTakeTheDelaysThatWereMeasuredForSoMany() throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(file, SCENARIO.replace("storage-cold}", "storage-cold, loadsAtOnce: 2}"));
        Scenario scenario = ScenarioFile.read(file);

        ScenarioProblem joined = ScenarioProblem.of(scenario, SampleDatasets.inCompany(3, 2, 1.5), "profiles.json");

        assertEquals(
                List.of(150_000_000L, 300_000_000L, 450_000_000L),
                joined.services().stream().map(Service::preloadNanos).toList());
        assertTrue(
                joined.assumptions()
                        .contains("preload delays are the means measured on cuda:0 from storage-cold, 2 loads"
                                + " at once"),
                joined.assumptions()::toString);
        assertEquals(
                150_000_000L,
                Math.round(EdgeServer.of(scenario, joined)
                        .delays()
                        .get(0)
                        .parts()
                        .get(joined.services().get(0).name())
                        .preload()
                        .meanNanos()));

        List<String> faults = assertThrows(
                        BadInputException.class,
                        () -> ScenarioProblem.of(scenario, SampleDatasets.inCompany(3, 4, 2), "profiles.json"))
                .faults();
        assertEquals(3, faults.size(), faults::toString);
        assertEquals(
                file + ":2: profile.loadsAtOnce: model model-a of profiles.json has no delay of 2 loads at once on"
                        + " device cuda:0 from tier storage-cold (measured: 4); profile it with --loads 2, leave"
                        + " profile.loadsAtOnce out, state its preloadMillis, or exclude it under models",
                faults.get(0));
    }

    @Test
    void aLineThatTheDatasetDoesNotHaveIsRefusedOnce() throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(file, SCENARIO.replace("storage-cold}", "page-cache-warm, useLoadModel: true}"));

        List<String> faults = assertThrows(
                        BadInputException.class,
                        () -> ScenarioProblem.of(
                                ScenarioFile.read(file), SampleDatasets.withLine(3, 3), "profiles.json"))
                .faults();

        assertEquals(1, faults.size(), faults::toString);
        assertTrue(
                faults.get(0).contains("has no fitted line for device cuda:0 and tier page-cache-warm"),
                faults::toString);
    }

    @Test
    void unknownModelsAndAnEmptyChoiceAreRefused() {
        assertEquals(
                List.of(
                        "scenario.yaml:13: models.model-z: no such model in profiles.json, expected one of model-a",
                        "scenario.yaml:11: models: all 1 models of profiles.json are excluded, expected at least one that"
                                + " is not; take exclude from one"),
                faults(
                        SampleDatasets.of(1, false),
                        "models:",
                        "  model-a: {exclude: true}",
                        "  model-z: {exclude: true}"));
    }

    @Test
    void pinnedModelsThatDoNotFitAreInfeasible() {
        String message = assertThrows(
                        InfeasibleException.class,
                        () -> join(
                                SampleDatasets.of(3, false),
                                "models:",
                                "  model-b: {minResidency: stored}",
                                "  model-c: {minResidency: loaded}"))
                .getMessage();

        assertTrue(
                message.endsWith("models that must stay stored take 50000000 bytes of storage, the server has 40000000;"
                        + " lower minResidency of some models or give the server more"),
                message);
    }

    @Test
    void figuresThatAreNoFiniteNumbersAndPathsThatAreNoneAreNamedByLine() {
        assertEquals(
                List.of(
                        "scenario.yaml:12: models.model-a.preloadMillis: expected a number from 0 to 1000000000000,"
                                + " found .nan; write it as a decimal number of at most 40 characters",
                        "scenario.yaml:13: models.model-b.memoryBytes: expected a whole number from 0 to"
                                + " 9007199254740992, found .inf; write it as a decimal number of at most 40 characters"),
                faults(
                        SampleDatasets.of(3, false),
                        "models:",
                        "  model-a: {preloadMillis: .nan}",
                        "  model-b: {memoryBytes: .inf}"));
        assertEquals(
                List.of("scenario.yaml:10: demand.csv: expected the name of a file, found \"a\u0000b\""),
                faultsOf(SCENARIO.replace("demand.csv", "\"a\\0b\"")));
        assertEquals(
                List.of(
                        "scenario.yaml:10: demand.matrix: expected a number >= 0, found .inf; write it as a decimal number of at most 40"
                                + " characters"),
                faultsOf(SCENARIO.replace("csv: demand.csv", "matrix: [[1, .inf], [1, 2]]")));
    }

    private List<String> faultsOf(String text) {
        Path file = folder.resolve("scenario.yaml");
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return ScenarioFile.faults(file).stream()
                .map(fault -> fault.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void aProblemThatCannotBeHeldIsRefusedBeforeItsDemandIsComputed() throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(
                file,
                SCENARIO.replace("slots: 2", "slots: 10000000")
                        .replace(
                                "csv: demand.csv",
                                "generator: {requestsPerSecond: 1, zipfExponent: 1, driftSlots: 0, dailyAmplitude: 0,"
                                        + " seed: 1}"));

        String message = assertThrows(
                        BadInputException.class,
                        () -> ScenarioProblem.of(
                                ScenarioFile.read(file), SampleDatasets.of(1000, false), "profiles.json"))
                .getMessage();

        assertTrue(message.contains("slots: 10000000 slots of 1000 models, expected at most "), message);
    }
}

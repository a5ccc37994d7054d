package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.dataset.DelayLine;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.Origin;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateCommandsTest {
    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();
    private Path profiles;
    private Path scenario;
    private Path plan;
    private Path out;

    @BeforeEach
    void writeDataset() throws IOException {
        profiles = folder.resolve("profiles.json");
        scenario = folder.resolve("scenario.yaml");
        plan = folder.resolve("plan.json");
        out = folder.resolve("out.json");
        ProfileDatasets.write(SampleDatasets.of(4, false), profiles);
        Files.writeString(scenario, """
                schemaVersion: 1
                profile: {device: "cuda:0", tier: storage-cold}
                server: {storageFraction: 0.6, memoryFraction: 0.5, backhaulBytesPerSecond: 10000000}
                cloudDelayMillis: 2000
                inferenceAssumedMillis: 50
                prices:
                  storagePerGibibyteHour: 0.1
                  memoryPerGibibyteHour: 0.2
                  delayPerSecond: 0.001
                  switchingPerSecond: 0.01
                charging: both
                slots: 6
                slotSeconds: 600
                demand:
                  generator:
                    requestsPerSecond: 0.2
                    zipfExponent: 0.9
                    driftSlots: 2
                    dailyAmplitude: 0.5
                    seed: 1
                """);
    }

    private int run(String command, Object... words) {
        return berth.onScenario(command, profiles, scenario, words);
    }

    @Test
    void simulateRunsEveryPolicyAndAutoUnlessTold() throws IOException {
        assertEquals(0, run("simulate", "--seeds", 3, "--out", out), berth.errors::toString);

        SimulationFile written = Json.read(out, SimulationFile.class);
        assertEquals(1 + Policies.all().size(), written.results().size());
        assertEquals("all-cloud", written.results().get(0).name());
        assertEquals("auto", written.results().get(1).name());
        SimulationResult allCloud = written.results().get(0);
        assertEquals(1.0, allCloud.cloudShare().mean());
        assertEquals(0.0, allCloud.fetchedShare().mean());
        assertEquals(0.0, allCloud.backhaulBytes().mean());
        // 0.001 a second, 2 s a request, and nothing else; three seeds together.
        assertEquals(
                allCloud.delay().n() / 3.0 * 2 * 0.001 * 1e9,
                allCloud.totalNanoCost().mean(),
                1e-3);
        assertEquals(1, written.notes().size());
        assertTrue(written.notes().get(0).contains("p99 of 2000 ms"), written.notes()::toString);
        assertTrue(berth.output.toString().contains("p99 of 2000 ms"), berth.output::toString);
        written.results()
                .forEach(result -> assertEquals(
                        written.results().get(0).delay().n(), result.delay().n(), result.name()));
        assertTrue(berth.output.toString().lines().anyMatch(line -> line.startsWith("retrospective ")));
        assertEquals(Set.of(), CommandRun.schemaFaults(SimulationFile.SCHEMA, out));
        assertTrue(Files.exists(folder.resolve("simulation.schema.json")));
        assertEquals(0, berth.run("validate", out));
    }

    @Test
    void theSameSeedGivesTheSameBytesWithAnyNumberOfThreads() throws IOException {
        run("simulate", "--seeds", 4, "--threads", 1, "--out", out);
        byte[] first = Files.readAllBytes(out);
        run("simulate", "--seeds", 4, "--threads", 4, "--out", out);
        assertEquals(-1, Arrays.mismatch(first, Files.readAllBytes(out)));
        run("simulate", "--seeds", 4, "--seed", 2, "--out", out);
        assertTrue(Arrays.mismatch(first, Files.readAllBytes(out)) >= 0);
    }

    @Test
    void workThatTakesCenturiesIsRefusedInOneLine() throws IOException {
        Files.writeString(
                folder.resolve("trace.csv"), "timestamp,model,work\n0,model-a,1e300\n1,model-a,1\n2,model-a,1e300\n");
        Files.writeString(
                scenario,
                Files.readString(scenario)
                        .replaceFirst("(?s)demand:.*", "demand: {trace: {file: trace.csv, format: requests}}\n"));

        assertEquals(3, run("simulate", "--policy", "lru", "--seeds", 1), berth.errors::toString);
        assertTrue(berth.errors.toString().contains("292 years"), berth.errors::toString);
    }

    @Test
    void tablesFitEightyColumnsAndSayWhatIsLeftOut() {
        for (String command : List.of("plan", "simulate", "compare")) {
            berth.output.getBuffer().setLength(0);
            assertEquals(0, run(command, "--solver", "slot-exact"), berth.errors::toString);
            List<String> lines = berth.output.toString().lines().toList();
            assertTrue(lines.stream().allMatch(line -> line.length() <= 80), lines::toString);
            assertTrue(lines.stream().anyMatch(line -> line.contains("fetched")), lines::toString);
        }
        assertTrue(berth.output.toString().contains("shows more: p95 ms, "), berth.output::toString);
    }

    @Test
    void ofOneSeedThereIsNoInterval() {
        for (String command : List.of("simulate", "compare")) {
            berth.output.getBuffer().setLength(0);
            assertEquals(0, run(command, "--solver", "slot-exact", "--seeds", 1), berth.errors::toString);
            List<String> lines = berth.output.toString().lines().toList();
            assertTrue(lines.get(1).matches("(name|method) +cost .*"), lines.get(1));
            assertTrue(lines.stream().anyMatch(line -> line.contains("1 seed ")), lines::toString);
        }
    }

    /** In both tables it is held against the cheapest row, whatever that is. */
    @Test
    void overBestMeansTheSameInPlanAndCompare() throws IOException {
        String dear = Files.readString(scenario).replace("storagePerGibibyteHour: 0.1", "storagePerGibibyteHour: 1e6");
        Files.writeString(scenario, dear + "models: {model-a: {minResidency: stored}}\n");
        for (String command : List.of("plan", "compare")) {
            berth.output.getBuffer().setLength(0);
            assertEquals(0, run(command, "--solver", "slot-exact"), berth.errors::toString);
            List<String> lines = berth.output.toString().lines().toList();
            assertTrue(lines.stream().anyMatch(line -> line.matches("all-cloud .* 0 %.*")), lines::toString);
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("over best: ")), lines::toString);
            assertTrue(
                    lines.stream().noneMatch(line -> line.matches("slot-exact .* 0 % +(–|[0-9.]+ %) +[0-9.]+ [mµ]?s")),
                    lines::toString);
        }
    }

    @Test
    void whereNobodyAsksThereAreNoSharesOfRequests() throws IOException {
        Files.writeString(
                scenario, Files.readString(scenario).replace("requestsPerSecond: 0.2", "requestsPerSecond: 0"));

        assertEquals(0, run("simulate", "--policy", "lru", "--seeds", 2), berth.errors::toString);
        assertTrue(
                berth.output.toString().lines().anyMatch(line -> line.matches("lru +0 ± 0 +– +0( +–){6}")),
                berth.output::toString);
        assertEquals(0, run("compare", "--solver", "horizon-exact", "--seeds", 2, "--out", out));
        ComparisonFile written = Json.read(out, ComparisonFile.class);
        ComparisonFile.Row exact = written.cases().get(0).rows().get(1);
        assertEquals(0.0, exact.provenGap().optional().orElseThrow());
        assertTrue(exact.saved().optional().isEmpty()
                && exact.overBest().optional().isEmpty());
    }

    @Test
    void aPlanOfAllCloudIsWrittenAndFollowed() throws IOException {
        Files.writeString(scenario, Files.readString(scenario) + "models: {model-a: {minResidency: stored}}\n");
        assertEquals(0, run("plan", "--solver", "all-cloud", "--out", plan), berth.errors::toString);
        PlanFile planned = Json.read(plan, PlanFile.class);
        assertEquals("all-cloud", planned.solver());
        assertEquals(planned.cost(), planned.allCloudCost().optional().orElseThrow());
        assertEquals(0, planned.cost().resourcesNanoCost() + planned.cost().switchingNanoCost());
        assertEquals(Set.of(), CommandRun.schemaFaults(PlanFile.SCHEMA, plan));

        assertEquals(
                0,
                run("simulate", "--plan", plan, "--solver", "all-cloud", "--policy", "all-cloud", "--out", out),
                berth.errors::toString);
        SimulationFile written = Json.read(out, SimulationFile.class);
        assertEquals(2, written.results().size());
        assertEquals(written.results().get(0), written.results().get(1).named("all-cloud"));
        // Ten seeds of a few hundred requests: within some parts of a hundred of what is expected.
        assertEquals(
                1,
                written.results().get(0).totalNanoCost().mean() / planned.cost().totalNanoCost(),
                0.05);

        Files.writeString(plan, Files.readString(plan).replaceFirst("\"absent\"", "\"loaded\""));
        assertEquals(3, run("simulate", "--plan", plan));
        assertTrue(berth.errors.toString().contains("plan of all-cloud that keeps models"), berth.errors::toString);
    }

    @Test
    void otherPlansAreKeptThoughAllCloudWithoutWhatIsPinnedWouldBeCheaper() throws IOException {
        Files.writeString(
                scenario,
                Files.readString(scenario).replace("requestsPerSecond: 0.2", "requestsPerSecond: 0.000001")
                        + "models: {model-a: {minResidency: stored}}\n");
        assertEquals(
                0,
                run("plan", "--solver", "all-cloud", "--solver", "slot-exact", "--out", plan),
                berth.errors::toString);
        PlanFile planned = Json.read(plan, PlanFile.class);
        assertEquals("slot-exact", planned.solver());
        assertEquals("all-cloud", planned.solvers().get(0).name());
        assertTrue(planned.allCloudCost().optional().orElseThrow().totalNanoCost()
                < planned.cost().totalNanoCost());
    }

    /** Years a request: the sum of them is more than nanoseconds or costs are counted to. */
    @ParameterizedTest
    @ValueSource(strings = {"1e9", "1e12"})
    void aCloudOutOfReachIsNotInTheWayOfTheOthers(String millis) throws IOException {
        Files.writeString(
                scenario,
                Files.readString(scenario)
                        .replace("cloudDelayMillis: 2000", "cloudDelayMillis: " + millis)
                        .replace("requestsPerSecond: 0.2", "requestsPerSecond: 5"));
        assertEquals(0, run("plan", "--out", plan), berth.errors::toString);
        PlanFile planned = Json.read(plan, PlanFile.class);
        assertEquals(millis.equals("1e9"), planned.allCloudCost().optional().isPresent(), berth.output::toString);
        assertTrue(berth.output.toString().contains("all-cloud "), berth.output::toString);
        assertEquals(Set.of(), CommandRun.schemaFaults(PlanFile.SCHEMA, plan));
        assertEquals(0, run("simulate", "--seeds", 2, "--policy", "lru"), berth.errors::toString);
        assertEquals(0, run("compare", "--seeds", 2, "--solver", "slot-exact", "--out", out), berth.errors::toString);
        ComparisonFile.Row slotExact =
                Json.read(out, ComparisonFile.class).cases().get(0).rows().get(1);
        assertTrue(slotExact.saved().optional().orElseThrow().mean() > 0.99);
        assertEquals(Set.of(), CommandRun.schemaFaults(ComparisonFile.SCHEMA, out));
    }

    @Test
    void aPlanFileIsFollowedLikeItsSolver() throws IOException {
        assertEquals(0, run("plan", "--solver", "slot-exact", "--out", plan), berth.errors::toString);
        assertEquals(
                0,
                run("simulate", "--plan", plan, "--solver", "slot-exact", "--policy", "lru", "--out", out),
                berth.errors::toString);

        SimulationFile written = Json.read(out, SimulationFile.class);
        assertEquals(4, written.results().size());
        assertEquals(
                written.results().get(1).totalNanoCost(),
                written.results().get(2).totalNanoCost());
        assertEquals("lru", written.results().get(3).name());
    }

    @Test
    void aPlanOfAnotherScenarioIsRefused() throws IOException {
        run("plan", "--solver", "slot-exact", "--out", plan);
        String before = Origin.fingerprint(scenario);
        Files.writeString(scenario, Files.readString(scenario).replace("slots: 6", "slots: 7"));

        assertEquals(3, run("simulate", "--plan", plan));
        assertTrue(
                berth.errors
                        .toString()
                        .contains("berth: " + plan + ": made from the scenario " + scenario + " (" + before
                                + "), expected one made from " + scenario + " (" + Origin.fingerprint(scenario) + ")"),
                berth.errors::toString);
        adoptScenario(before);
        assertEquals(3, run("simulate", "--plan", plan));
        assertTrue(berth.errors.toString().contains("plan of 6 slots of the models"), berth.errors::toString);
        before = Origin.fingerprint(scenario);
        Files.writeString(
                scenario,
                Files.readString(scenario)
                        .replace("slots: 7", "slots: 6")
                        .replace("storageFraction: 0.6", "storageFraction: 0"));
        adoptScenario(before);
        assertEquals(3, run("simulate", "--plan", plan));
        assertTrue(berth.errors.toString().contains("more storage than the server has"), berth.errors::toString);
    }

    /** A plan whose fingerprint was made to fit is still held against the scenario. */
    private void adoptScenario(String before) throws IOException {
        Files.writeString(plan, Files.readString(plan).replace(before, Origin.fingerprint(scenario)));
    }

    /** With so little memory the exact programme cannot be had. */
    @Test
    void whatIsLeftOutIsToldEvenQuietly() throws IOException {
        ProfileDatasets.write(SampleDatasets.of(40, false), profiles);
        // So dear that the limits bind.
        Files.writeString(scenario, Files.readString(scenario).replace("delayPerSecond: 0.001", "delayPerSecond: 100"));
        for (String command : List.of("plan", "simulate", "compare")) {
            berth.errors.getBuffer().setLength(0);
            List<Object> words = new ArrayList<>(
                    List.of("--quiet", "--max-memory", "1m", "--solver", "horizon-exact", "--solver", "slot-exact"));
            if (!command.equals("plan")) {
                words.addAll(List.of("--seeds", 1));
            }
            assertEquals(0, run(command, words.toArray()), berth.errors::toString);
            assertEquals(1, berth.errors.toString().lines().count(), berth.errors::toString);
            assertTrue(berth.errors.toString().startsWith("horizon-exact: "), berth.errors::toString);
        }
        Files.writeString(scenario, Files.readString(scenario).replace("storageFraction: 0.6", "storageBytes: 1"));
        for (String command : List.of("plan", "simulate", "compare")) {
            berth.errors.getBuffer().setLength(0);
            assertEquals(0, run(command, "--quiet", "--solver", "slot-exact"), berth.errors::toString);
            assertTrue(
                    berth.errors.toString().startsWith("storage of 1 bytes is less than the smallest model, model-a, "),
                    berth.errors::toString);
            assertEquals(1, berth.errors.toString().lines().count(), berth.errors::toString);
        }
        berth.errors.getBuffer().setLength(0);
        run("compare", "--quiet", "--solver", "slot-exact", "--seeds", 1, "--sweep", "storage=0.001,0.5");
        assertTrue(berth.errors.toString().startsWith("storage 0.001: storage of "), berth.errors::toString);
        assertEquals(1, berth.errors.toString().lines().count(), berth.errors::toString);
    }

    /** Which plan need not know. */
    @Test
    void moreRequestsThanCanBeSimulatedOneByOneAreToldInTheSameLine() throws IOException {
        Files.writeString(scenario, Files.readString(scenario).replace("Second: 0.2", "Second: 1e7"));
        String told = "berth: " + scenario + ":14: demand: 33657046531 requests expected in a run, expected at most"
                + " 100000000 ";
        for (String command : List.of("simulate", "compare")) {
            assertEquals(3, run(command, "--quiet"));
            assertToldInOneLine(told);
            berth.errors.getBuffer().setLength(0);
        }
        assertEquals(3, berth.run("validate", "--quiet", "--profiles", profiles, scenario));
        assertToldInOneLine(told);
        assertEquals(0, run("plan"), berth.errors::toString);
        berth.errors.getBuffer().setLength(0);
        Files.writeString(scenario, Files.readString(scenario).replace("Second: 1e7", "Second: 10"));
        assertEquals(3, run("compare", "--quiet", "--sweep", "rate=1,1000000"));
        assertToldInOneLine(told);
    }

    private void assertToldInOneLine(String facts) {
        assertTrue(berth.errors.toString().startsWith(facts), berth.errors::toString);
        assertEquals(1, berth.errors.toString().lines().count(), berth.errors::toString);
    }

    @Test
    void validateRefusesWithADatasetWhatSimulateRefuses() throws IOException {
        String text = Files.readString(scenario);
        for (String faulty : List.of(
                text + "models: {none: {exclude: true}}\n",
                text + "initial: {none: stored}\n",
                text + "models: {model-a: {minResidency: loaded, memoryBytes: 900000000000}}\n",
                text
                        + "models: {model-a: {exclude: true}, model-b: {exclude: true}, model-c: {exclude: true}, model-d: {exclude: true}}\n",
                text.replaceFirst("(?s)demand:.*", "demand: {csv: none.csv}\n"),
                text.replaceFirst("(?s)demand:.*", "demand: {trace: {file: none.csv, format: requests}}\n"),
                text.replace("cuda:0", "host"),
                text.replace("storage-cold", "page-cache-warm"),
                text.replace("tier: storage-cold", "tier: storage-cold, useLoadModel: true"),
                text.replaceFirst("(?s)demand:.*", "demand: {matrix: [[1],[1],[1],[1],[1],[1]]}\n"),
                text.replace("slotSeconds: 600", "slotSeconds: 6000000000"),
                text.replace("delayPerSecond: 0.001", "delayPerSecond: 1e300"))) {
            Files.writeString(scenario, faulty);
            berth.errors.getBuffer().setLength(0);
            int status = run("simulate", "--policy", "lru", "--seeds", 1);
            assertTrue(Set.of(3, 5).contains(status), faulty);
            String refused = berth.errors.toString();
            assertTrue(refused.lines().allMatch(line -> line.matches("berth: .*scenario.yaml:\\d+: .*")), refused);
            berth.errors.getBuffer().setLength(0);
            assertEquals(status, berth.run("validate", "--profiles", profiles, scenario), faulty);
            assertEquals(refused, berth.errors.toString());
        }
    }

    /** In one line, whatever else has changed since; a version that is yet to come is told otherwise. */
    @Test
    void documentsOfAnOlderVersionAreToldToBeMadeAgain() throws IOException {
        for (String command : List.of("plan", "simulate", "compare")) {
            assertEquals(0, run(command, "--solver", "slot-exact", "--out", out), berth.errors::toString);
            String text = Files.readString(out).replaceFirst("(?m)^  \"scenarioFingerprint\".*\\R", "");
            for (int version : new int[] {1, 3}) {
                Files.writeString(out, text.replace("\"schemaVersion\": 2", "\"schemaVersion\": " + version));
                berth.errors.getBuffer().setLength(0);
                assertEquals(3, berth.run("validate", out));
                assertToldInOneLine("berth: " + out + ":2: $.schemaVersion: ");
                String told = berth.errors.toString();
                assertTrue(told.contains("version " + version), told);
                assertTrue(told.contains("reads version 2"), told);
                assertTrue(told.contains("'berth " + command + "'"), told);
            }
        }
    }

    @Test
    void aStretchThatLeavesAGapIsToldByTheLineOfItsModel() throws IOException {
        run("plan", "--solver", "slot-exact", "--out", plan);
        List<String> lines = Files.readAllLines(plan);
        int models = lines.indexOf("  \"models\": [ {");
        Files.writeString(plan, String.join("\n", lines).replaceFirst("\"fromSlot\": 0", "\"fromSlot\": 1"));
        berth.errors.getBuffer().setLength(0);

        assertEquals(3, berth.run("validate", plan));
        assertEquals(
                "berth: " + plan + ":" + (models + 1)
                        + ": $.models[0]: out of range: a stretch of model-a begins at slot 1, expected 0",
                berth.errors.toString().strip());
    }

    @Test
    void stretchesThatDoNotGoThroughAllSlotsAreToldByTheLineOfTheModels() throws IOException {
        run("plan", "--solver", "fetch-per-request", "--out", plan);
        List<String> lines = Files.readAllLines(plan);
        int models = lines.indexOf("  \"models\": [ {");
        String text = String.join("\n", lines);
        int stretch = text.indexOf("\"stretches\"");
        Files.writeString(
                plan,
                text.substring(0, stretch) + text.substring(stretch).replaceFirst("\"slots\": 6", "\"slots\": 5"));
        berth.errors.getBuffer().setLength(0);

        assertEquals(3, berth.run("validate", plan));
        assertEquals(
                "berth: " + plan + ":" + (models + 1)
                        + ": $.models: out of range: stretches of model-a cover 5 slots, expected 6",
                berth.errors.toString().strip());
    }

    @Test
    void validateTellsEveryFileInOneDocument() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "slots: 010\n");

        assertEquals(3, berth.run("validate", "--json", "--quiet", scenario, broken));
        JsonNode report = new ObjectMapper().readTree(berth.output.toString());
        assertFalse(report.at("/faultless").asBoolean(true));
        assertEquals(scenario.toString(), report.at("/files/0/file").asText());
        assertTrue(report.at("/files/0/faults").isEmpty());
        List<String> faults = new ArrayList<>();
        report.at("/files/1/faults").forEach(fault -> faults.add("berth: " + fault.asText()));
        assertEquals(berth.errors.toString().lines().toList(), faults);
    }

    /** The same words as below the table of 'berth profile'. */
    @Test
    void theReportTellsTheFittedLineInTheProfilersWords() throws IOException {
        ProfileDataset dataset = SampleDatasets.withLine(5, 4);
        ProfileDatasets.write(dataset, profiles);
        assertEquals(0, berth.run("report", folder), berth.errors::toString);

        String html = Files.readString(folder.resolve("report.html"));
        for (DelayLine line : dataset.delayLines()) {
            assertTrue(html.contains("<p>" + line.text() + "</p>"), html);
        }
    }

    /** Names of models, servers and files as people send them to see whether lines can be forged or turned round. */
    @Test
    void hiddenCharactersOfNamesAreShownInEveryOutput() throws IOException {
        String hostile = "n\nberth: ok\u001b[31m\u009b\u007f\u202e\u2066\u200f\u061c\u2028";
        String shown = "n\\u000aberth: ok\\u001b[31m\\u009b\\u007f\\u202e\\u2066\\u200f\\u061c\\u2028";
        Files.writeString(profiles, Files.readString(profiles).replace("model-d", shown));
        String text = Files.readString(scenario);
        String server = "{storageFraction: 0.6, memoryFraction: 0.5, backhaulBytesPerSecond: 10000000";
        Files.writeString(
                scenario,
                text.replaceFirst(
                                "server: .*",
                                Matcher.quoteReplacement(
                                        "servers:\n- " + server + ", demandShare: 1, name: \"" + shown + "\"}"))
                        + "models: {\"" + shown + "\": {inferenceMillis: 5}}\n");
        Path comparison = folder.resolve("comparison.txt");
        List<Integer> statuses = List.of(
                run("plan", "--out", plan),
                run("plan", "--json"),
                run("simulate", "--seeds", 1, "--policy", "lru", "--plan", plan, "--out", out),
                run("compare", "--seeds", 1, "--policy", "lru", "--format", "table", "--out", comparison),
                run("compare", "--seeds", 1, "--policy", "lru", "--format", "csv"),
                berth.run("report", folder, "--figures", folder),
                berth.run("validate", "--profiles", profiles, scenario, plan, out));
        assertEquals(List.of(0, 0, 0, 0, 0, 0, 0), statuses, berth.errors::toString);
        Files.writeString(scenario, Files.readString(scenario).replace("inferenceMillis", "\"inf\\u009b\\n\""));
        assertEquals(3, run("plan", "--verbose"));
        assertEquals(2, run("plan", "--solver", hostile));
        assertEquals(2, run("plan", "--" + hostile));
        assertEquals(3, berth.run("report", folder.resolve("no" + hostile)));

        String said = berth.output.toString() + berth.errors;
        assertTrue(said.contains("server " + shown), said);
        assertTrue(said.contains("models." + shown + ".inf\\u009b\\u000a: unknown key"), said);
        for (String file : List.of(
                "plan.json",
                "out.json",
                "comparison.txt",
                "report.html",
                "preload.svg",
                "plan-at-n-berth-ok-31m.svg")) {
            said += Files.readString(folder.resolve(file));
        }
        assertTrue(
                said.codePoints()
                        .allMatch(character -> character == '\n'
                                || character == '\t'
                                || (Character.getType(character) != Character.CONTROL
                                        && Character.getType(character) != Character.FORMAT
                                        && Character.getType(character) != Character.LINE_SEPARATOR)),
                said);
        assertTrue(said.lines().noneMatch(line -> line.startsWith("berth: ok")), said);
        assertEquals(hostile, Json.read(plan, PlanFile.class).servers().get(0).name());
    }

    @Test
    void whatWasMadeFromAnotherDatasetIsRefusedByFingerprint() throws IOException {
        Path comparison = folder.resolve("comparison.json");
        run("plan", "--solver", "slot-exact", "--out", plan);
        run("simulate", "--seeds", 1, "--policy", "lru", "--out", out);
        run("compare", "--seeds", 1, "--policy", "lru", "--out", comparison);
        assertEquals(0, berth.run("report", folder), berth.errors::toString);
        assertEquals(0, berth.run("validate", "--profiles", profiles, scenario, plan, out, comparison));
        String before = Origin.fingerprint(profiles);
        // The same models with other figures: names and slots fit.
        Files.writeString(profiles, Files.readString(profiles).replaceFirst("(?<=\"createdUtc\": \")2", "3"));

        for (List<Object> words : List.<List<Object>>of(
                List.of("simulate", "--profiles", profiles, "--scenario", scenario, "--plan", plan),
                List.of("report", folder),
                List.of("validate", "--profiles", profiles, plan),
                List.of("validate", "--profiles", profiles, out),
                List.of("validate", "--profiles", profiles, comparison))) {
            berth.errors.getBuffer().setLength(0);
            assertEquals(3, berth.run(words.toArray()), words::toString);
            assertTrue(
                    berth.errors
                            .toString()
                            .matches("berth: .*\\.json: made from the dataset " + profiles + " \\(" + before
                                    + "\\), expected one made from " + profiles + " \\(" + Origin.fingerprint(profiles)
                                    + "\\);.*\\R"),
                    berth.errors::toString);
        }
        // What else a report takes, each by itself.
        Files.delete(plan);
        assertEquals(3, berth.run("report", folder));
        Files.delete(comparison);
        assertEquals(3, berth.run("report", folder));
        Files.delete(out);
        assertEquals(0, berth.run("report", folder), berth.errors::toString);
    }

    @Test
    void aReportIsOfOneScenario() throws IOException {
        Path comparison = folder.resolve("comparison.json");
        run("plan", "--solver", "slot-exact", "--out", plan);
        String before = Origin.fingerprint(scenario);
        Files.writeString(scenario, Files.readString(scenario) + "# another\n");
        run("compare", "--seeds", 1, "--policy", "lru", "--out", comparison);
        berth.errors.getBuffer().setLength(0);

        assertEquals(3, berth.run("report", folder));

        assertToldInOneLine(
                "berth: " + comparison + ": made from the scenario " + scenario + " (" + Origin.fingerprint(scenario)
                        + "), expected the one of " + plan + ", " + scenario + " (" + before + ")");
        run("plan", "--solver", "slot-exact", "--out", plan);
        assertEquals(0, berth.run("report", folder), berth.errors::toString);
    }

    @Test
    void compareHoldsEveryMethodAgainstTheBound() throws IOException {
        assertEquals(0, run("compare", "--seeds", 2, "--out", out), berth.errors::toString);

        ComparisonFile written = Json.read(out, ComparisonFile.class);
        assertEquals(Set.of(), CommandRun.schemaFaults(ComparisonFile.SCHEMA, out));
        ComparisonFile.Case only = written.cases().get(0);
        // All-cloud is a solver and a policy, and has one row.
        assertEquals(
                Solvers.all().size() + Policies.all().size() - 1, only.rows().size());
        ComparisonFile.Row allCloud = only.rows().get(0);
        assertEquals("all-cloud", allCloud.name());
        assertEquals(0.0, allCloud.saved().optional().orElseThrow().mean());
        assertEquals(1.0, allCloud.cloudShare().mean());
        double cheapest = only.rows().stream()
                .mapToDouble(row -> row.simulatedNanoCost().mean())
                .min()
                .orElseThrow();
        for (ComparisonFile.Row row : only.rows()) {
            double cost = row.simulatedNanoCost().mean();
            assertEquals(
                    cost / cheapest - 1, row.overBest().optional().orElseThrow().mean(), 1e-9, row::name);
            assertEquals(
                    1 - cost / allCloud.simulatedNanoCost().mean(),
                    row.saved().optional().orElseThrow().mean(),
                    1e-9,
                    row::name);
            boolean plans = row.kind() == ComparisonFile.Kind.SOLVER;
            assertEquals(plans, row.provenGap().optional().isPresent(), row::name);
            assertTrue(row.provenGap().optional().orElse(0.0) >= 0, row::name);
            assertEquals(
                    row.kind() != ComparisonFile.Kind.POLICY,
                    row.plannedNanoCost().optional().isPresent(),
                    row::name);
        }
        ComparisonFile.Row exact = only.rows().stream()
                .filter(row -> row.name().equals("horizon-exact"))
                .findFirst()
                .orElseThrow();
        assertEquals(0.0, exact.provenGap().optional().orElseThrow());
        assertTrue(exact.proven());
        assertTrue(berth.output.toString().contains("proven bound"), berth.output::toString);
    }

    @Test
    void sweepsGiveOneTidyTable() throws IOException {
        Path csv = folder.resolve("sweep.csv");
        int status = run(
                "compare",
                "--seeds",
                1,
                "--solver",
                "slot-exact",
                "--policy",
                "lru",
                "--sweep",
                "storage=0.2:0.6:0.2",
                "--sweep",
                "rate=1,2",
                "--out",
                csv);
        assertEquals(0, status, berth.errors::toString);

        List<String> lines = Files.readAllLines(csv);
        assertEquals(1 + 3 * 2 * 3, lines.size());
        assertTrue(lines.get(0).startsWith("sweep_storage,sweep_rate,models,method,kind,seeds,simulated_nano_cost,"));
        assertTrue(lines.get(0).contains(",loaded_share,fetched_share,cloud_share,"), lines.get(0));
        assertTrue(lines.get(1).startsWith("0.2,1,4,all-cloud,baseline,1,"), lines.get(1));
        assertTrue(lines.get(0).endsWith(",dataset_fingerprint"), lines.get(0));
        assertTrue(
                lines.stream().skip(1).allMatch(line -> line.endsWith("," + Origin.fingerprint(profiles))),
                lines::toString);
        assertTrue(lines.get(2).startsWith("0.2,1,4,slot-exact,solver,1,"), lines.get(2));
        assertTrue(lines.get(18).startsWith("0.6,2,4,lru,policy,1,"), lines.get(18));
        long columns = lines.get(0).chars().filter(each -> each == ',').count();
        lines.forEach(line ->
                assertEquals(columns, line.chars().filter(each -> each == ',').count(), line));
    }

    @Test
    void modelsAreLeftOutOrCopiedAndPricesAreMultiplied() throws IOException {
        int status = run(
                "compare",
                "--seeds",
                1,
                "--solver",
                "fetch-per-request",
                "--sweep",
                "models=2,9",
                "--sweep",
                "price-delay=1,3",
                "--out",
                out);
        assertEquals(0, status, berth.errors::toString);

        List<ComparisonFile.Case> cases = Json.read(out, ComparisonFile.class).cases();
        assertEquals(
                List.of(2, 2, 9, 9),
                cases.stream().map(ComparisonFile.Case::models).toList());
        // Nothing kept costs nothing but delay; 6 slots × 2 models rounded to whole units.
        assertEquals(3.0 * planned(cases.get(0)), (double) planned(cases.get(1)), 24);
    }

    private static long planned(ComparisonFile.Case each) {
        return each.rows().get(0).plannedNanoCost().optional().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storage",
                "speed=1",
                "storage=",
                "storage=2",
                "storage=0.1:0.9",
                "storage=0.9:0.1:0.1",
                "storage=0.1:0.9:0",
                "models=1.5",
                "models=0",
                "rate=1,-2",
                "rate=1e3"
            })
    void faultySweepsAreRefusedInOneLine(String sweep) {
        assertEquals(2, run("compare", "--sweep", sweep));
        assertEquals(1, berth.errors.toString().lines().count(), berth.errors::toString);
        assertTrue(berth.errors.toString().startsWith("berth: --sweep '" + sweep + "'"), berth.errors::toString);
    }

    @Test
    void usageAndNamesAreChecked() {
        assertEquals(2, run("simulate", "--seeds", 0));
        assertEquals(2, run("simulate", "--threads", -1));
        assertEquals(2, run("simulate", "--policy", "fifo"));
        assertEquals(2, run("compare", "--solver", "best"));
        assertEquals(2, run("simulate", "--policy", "cloud-only"));
        assertEquals(2, run("plan", "--solver", "cloud-only"));
        assertEquals(2, run("compare", "--solver", "cloud-only"));
        assertTrue(
                berth.errors.toString().contains("no policy 'cloud-only', expected all-cloud, ")
                        && berth.errors.toString().contains("no solver 'cloud-only', expected all-cloud, "),
                berth.errors::toString);
        assertEquals(2, run("compare", "--sweep", "rate=1", "--sweep", "rate=2"));
        assertEquals(2, run("compare", "--format", "xml"));
        assertFalse(berth.errors.toString().contains("\tat "), berth.errors::toString);
    }

    @Test
    void jsonAndCsvGoToStdoutAlone() throws IOException {
        assertEquals(0, run("simulate", "--json", "--seeds", 1, "--policy", "lru"), berth.errors::toString);
        assertEquals(
                "lru",
                new ObjectMapper()
                        .readTree(berth.output.toString())
                        .at("/results/1/name")
                        .asText());
        berth.output.getBuffer().setLength(0);
        assertEquals(0, run("compare", "--format", "csv", "--seeds", 1, "--policy", "lru"), berth.errors::toString);
        assertEquals(3, berth.output.toString().lines().count(), berth.output::toString);
        berth.output.getBuffer().setLength(0);
        assertEquals(0, run("compare", "--format", "json", "--seeds", 1, "--policy", "lru"), berth.errors::toString);
        assertEquals(
                "lru",
                new ObjectMapper()
                        .readTree(berth.output.toString())
                        .at("/cases/0/rows/1/name")
                        .asText());
    }
}

package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.NanoCost;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();
    private Path profiles;
    private Path scenario;
    private Path plan;

    @BeforeEach
    void writeDataset() throws IOException {
        profiles = folder.resolve("profiles.json");
        scenario = folder.resolve("scenario.yaml");
        plan = folder.resolve("plan.json");
        ProfileDatasets.write(SampleDatasets.of(6, false), profiles);
    }

    @Test
    void planDerivesAScenarioAndWritesAPlanThatValidates() throws IOException {
        assertEquals(
                0,
                berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan),
                berth.errors::toString);

        PlanFile written = Json.read(plan, PlanFile.class);
        assertEquals("auto", written.solver());
        assertEquals(105_000_000, written.storageCapacityBytes());
        assertTrue(written.cost().totalNanoCost()
                < written.allCloudCost().optional().orElseThrow().totalNanoCost());
        assertTrue(written.models().stream().anyMatch(model -> model.stretches().size() > 1));
        assertTrue(berth.output.toString().contains("saved against all-cloud: "), berth.output::toString);
        assertEquals(0, berth.run("validate", plan, scenario), berth.errors::toString);
    }

    /** Limits and cost with the dataset, where the scenario is found; what contradicts itself without it. */
    @Test
    void plansThatDoNotHoldDoNotValidate() throws IOException {
        berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan);
        String right = Files.readString(plan);
        assertEquals(0, berth.run("validate", "--profiles", profiles, plan), berth.errors::toString);
        NanoCost cost = Json.read(plan, PlanFile.class).cost();

        assertRefused(
                right.replace(
                                "\"delayNanoCost\": " + cost.delayNanoCost() + ",",
                                "\"delayNanoCost\": " + (cost.delayNanoCost() + 1) + ",")
                        .replace(
                                "\"totalNanoCost\": " + cost.totalNanoCost(),
                                "\"totalNanoCost\": " + (cost.totalNanoCost() + 1)),
                plan + ": cost: totalNanoCost=" + (cost.totalNanoCost() + 1) + ", expected " + cost.totalNanoCost()
                        + ", which the plan costs; make it again with 'berth plan'");
        assertRefused(
                right.replaceAll("\"residency\": \"(absent|stored)\"", "\"residency\": \"loaded\""),
                plan + ": slot 0: more memory than the server has");
        assertRefused(
                right.replaceFirst("\"residency\": \"\\w+\"", "\"residency\": \"hosted\""),
                "is hosted, expected the key hosting of the model beside it");
    }

    private void assertRefused(String text, String fault) throws IOException {
        Files.writeString(plan, text);

        assertEquals(3, berth.run("validate", "--profiles", profiles, plan));
        assertTrue(berth.errors.toString().contains(fault), berth.errors::toString);
    }

    @Test
    void whatIsWrittenFitsTheSchemas() throws IOException {
        berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan);

        assertEquals(Set.of(), CommandRun.schemaFaults(PlanFile.SCHEMA, plan));
        assertEquals(
                Set.of(),
                CommandRun.schemaFaults(ScenarioFile.SCHEMA.content(), new YAMLMapper().readTree(scenario.toFile())));
        assertTrue(Files.exists(folder.resolve(PlanFile.SCHEMA.fileName())));
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan);
        byte[] first = Files.readAllBytes(plan);
        berth.run("plan", "--profiles", profiles, "--scenario", scenario, "--out", plan);

        assertEquals(-1, Arrays.mismatch(first, Files.readAllBytes(plan)));
    }

    @Test
    void aDocumentHoldsTheCommandThatMadeItAndThePageShowsIt() throws IOException {
        Path comparison = folder.resolve("comparison.json");
        berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario);
        String of = " --profiles " + profiles + " --scenario " + scenario;
        berth.run(
                "plan",
                "--out",
                plan,
                "--profiles",
                profiles,
                "--scenario",
                scenario,
                "--solver",
                "slot-exact",
                "--solver",
                "lookahead",
                "--forecaster",
                "last");
        berth.run(
                "compare",
                "--profiles",
                profiles,
                "--scenario",
                scenario,
                "--solver",
                "static-greedy",
                "--sweep",
                "rate=0.5,1",
                "--seeds",
                "2",
                "--json",
                "--out",
                comparison);

        String planned = "berth plan --profiles " + profiles
                + " --solver slot-exact --solver lookahead --forecaster last --scenario " + scenario;
        String compared = "berth compare" + of + " --solver static-greedy --sweep rate=0.5,1 --seeds 2";
        assertEquals(planned, Json.read(plan, PlanFile.class).command());
        assertEquals(compared, Json.read(comparison, ComparisonFile.class).command());
        assertEquals(0, berth.run("report", folder), berth.errors::toString);
        String page = Files.readString(folder.resolve("report.html"));
        assertTrue(page.contains("<code>" + planned + "</code>"), page);
        assertTrue(page.contains("<code>" + compared + "</code>"), page);
    }

    @Test
    void aPageOfAnEarlierScenarioSaysSoAtItsTop() throws IOException {
        berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan);
        berth.run("report", folder);
        assertFalse(Files.readString(folder.resolve("report.html")).contains("class=\"caution\""));

        Files.writeString(scenario, Files.readString(scenario) + "# edited\n");
        berth.errors.getBuffer().setLength(0);
        assertEquals(0, berth.run("report", folder), berth.errors::toString);

        String caution = "plan.json was made from an earlier scenario.yaml";
        String page = Files.readString(folder.resolve("report.html"));
        assertTrue(page.contains("class=\"caution\">" + caution), page);
        assertTrue(
                page.contains(
                        "berth plan --profiles " + profiles + " --scenario " + scenario + " --out " + plan + "</p>"),
                page);
        assertTrue(berth.errors.toString().contains(caution), berth.errors::toString);
    }

    /** Typed inside the folder: from anywhere else its files are not there. */
    @Test
    void whatWasTypedInsideTheFolderIsMadeAgainThere() throws IOException {
        berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan);
        PlanFile inside = Json.read(plan, PlanFile.class)
                .madeBy("berth plan --profiles profiles.json --scenario scenario.yaml --solver slot-exact");
        ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(Json.pretty(inside));
        Files.writeString(
                plan,
                tree.put("profiles", "profiles.json")
                        .put("scenario", "scenario.yaml")
                        .toString());
        Files.writeString(scenario, Files.readString(scenario) + "# edited\n");
        berth.errors.getBuffer().setLength(0);

        assertEquals(0, berth.run("report", folder), berth.errors::toString);

        assertTrue(
                berth.errors
                        .toString()
                        .contains("Make it again: cd " + folder
                                + " && berth plan --profiles profiles.json --scenario scenario.yaml --solver slot-exact"
                                + " --out plan.json"),
                berth.errors::toString);
    }

    @Test
    void aFoldersOwnPlanIsToldBeforeThoseOfFoldersInIt() throws IOException {
        berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan);
        Files.copy(plan, Files.createDirectory(folder.resolve("another")).resolve("plan.json"));

        assertEquals(0, berth.run("report", folder), berth.errors::toString);

        String page = Files.readString(folder.resolve("report.html"));
        int own = page.indexOf("Plan, plan.json");
        assertTrue(own > 0 && own < page.indexOf("Plan, another/plan.json"), page);
    }

    @Test
    void whatHindersAFileIsTheUsersToMend() throws IOException {
        berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan);
        Path file = Files.createFile(folder.resolve("file"));

        assertEquals(3, berth.run("plan", "--profiles", profiles, "--scenario", scenario, "--out", folder));
        assertEquals(3, berth.run("report", folder, "--figures", file));

        assertTrue(
                berth.errors.toString().contains("berth: " + folder + ": is a folder, expected the name of a file"),
                berth.errors::toString);
        assertTrue(
                berth.errors.toString().contains("berth: " + file + ": is there already, and is no folder"),
                berth.errors::toString);
        assertFalse(berth.errors.toString().contains("please report it"), berth.errors::toString);
    }

    @Test
    void compareListsEverySolverAndPolicy() {
        berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario);
        berth.output.getBuffer().setLength(0);

        assertEquals(0, berth.run("compare", "--profiles", profiles, "--scenario", scenario), berth.errors::toString);

        // All-cloud is a solver and a policy, and told once in each table.
        int methods = Solvers.all().size() + Policies.all().size() - 1;
        List<String> lines = berth.output.toString().lines().toList();
        int second = lines.indexOf("");
        List<String> simulated = lines.subList(0, second);
        assertEquals(
                methods,
                simulated.stream()
                        .filter(line -> line.matches(".* ± [0-9.]+ +[0-9].*"))
                        .count(),
                simulated::toString);
        assertTrue(
                simulated.stream().anyMatch(line -> line.matches("all-cloud .* 0 % +0 % +[0-9.]+")),
                simulated::toString);
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80), lines::toString);
        assertTrue(simulated.stream().anyMatch(line -> line.startsWith("~retrospective ")), simulated::toString);
        assertTrue(
                lines.subList(second, lines.size()).stream()
                        .anyMatch(line -> line.matches("horizon-exact .* 0 % .* [mµ]?s")),
                berth.output::toString);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("horizon-exact: optimal; ")), lines::toString);
    }

    @Test
    void theReportHasWhatPlansCostAndWhatMethodsCostInSimulation() throws IOException {
        Path out = folder.resolve("comparison.json");
        Path simulation = folder.resolve("simulation.json");
        berth.run(
                "plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan, "--solver", "slot-exact");
        berth.onScenario("compare", profiles, scenario, "--seeds", 2, "--policy", "random", "--out", out);
        berth.onScenario("simulate", profiles, scenario, "--seeds", 2, "--policy", "lru", "--out", simulation);

        assertEquals(0, berth.run("report", folder), berth.errors::toString);

        String page = Files.readString(folder.resolve("report.html"));
        for (String cell :
                List.of("all-cloud", "slot-exact", "~random", "lru", "cost ± 95 %", "mean delay", "fetched")) {
            assertTrue(page.contains(">" + cell + "</td>") || page.contains(">" + cell + "</th>"), cell);
        }
        assertTrue(page.contains("(all-cloud) costs "), page);

        ProfileDatasets.write(SampleDatasets.of(5, false), profiles);
        assertEquals(3, berth.run("report", folder));
    }

    @Test
    void lookAheadTakesItsForecasterAndWindowFromTheOptions() {
        berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario);

        assertEquals(
                0,
                berth.run(
                        "compare",
                        "--profiles",
                        profiles,
                        "--scenario",
                        scenario,
                        "--forecaster",
                        "holt-winters",
                        "--seeds",
                        1,
                        "--window",
                        7),
                berth.errors::toString);
        assertTrue(berth.output.toString().contains("holt-winters, windows of "), berth.output::toString);
        assertTrue(berth.output.toString().contains("of at most 7 slots"), berth.output::toString);

        assertEquals(2, berth.run("plan", "--profiles", profiles, "--scenario", scenario, "--forecaster", "tarot"));
        assertEquals(2, berth.run("plan", "--profiles", profiles, "--scenario", scenario, "--window", 0));
        assertTrue(berth.errors.toString().contains("expected one of last, ewma, "), berth.errors::toString);
        assertTrue(berth.errors.toString().contains("--window: 0, expected 1 to 1000 slots"), berth.errors::toString);
    }

    @Test
    void jsonGoesToStdoutAlone() throws IOException {
        assertEquals(0, berth.run("plan", "--json", "--profiles", profiles, "--derive-scenario", scenario));

        assertEquals(
                "auto",
                new ObjectMapper()
                        .readTree(berth.output.toString())
                        .get("solver")
                        .asText());
    }

    @Test
    void standInDatasetsAreRefused() throws IOException {
        ProfileDatasets.write(SampleDatasets.of(2, true), profiles);

        assertEquals(3, berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan));

        assertTrue(berth.errors.toString().contains("stand-in driver"), berth.errors::toString);
        assertFalse(Files.exists(plan));

        String edited = Files.readString(profiles)
                .replace("\"Example GPU\"", "\"Berth stand-in driver 0\"")
                .replace("\"standIn\": true", "\"standIn\": false");
        Files.writeString(profiles, edited);
        assertEquals(3, berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan));
        assertTrue(berth.errors.toString().contains("standIn=false, expected true"), berth.errors::toString);
        assertFalse(Files.exists(plan));
    }

    @Test
    void badFilesAreToldInOneLineEach() throws IOException {
        Files.writeString(scenario, "schemaVersion: 1\nslots: 0\n");

        assertEquals(3, berth.run("plan", "--profiles", profiles, "--scenario", scenario));
        assertEquals(9, berth.errors.toString().lines().count());
        assertTrue(berth.errors.toString().lines().allMatch(line -> line.startsWith("berth: " + scenario + ":")));
        assertEquals(3, berth.run("plan", "--profiles", folder.resolve("none"), "--scenario", scenario));
        assertEquals(2, berth.run("plan", "--profiles", profiles));
        assertEquals(2, berth.run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--solver", "best"));
        assertFalse(berth.errors.toString().contains("\tat "), berth.errors::toString);
    }
}

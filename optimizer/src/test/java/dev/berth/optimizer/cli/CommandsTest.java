package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.scenario.SampleDatasets;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.solve.Solvers;
import dev.berth.profile.Json;
import dev.berth.profile.ProfileDatasets;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
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

    private int run(Object... words) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(output, true));
        commandLine.setErr(new PrintWriter(errors, true));
        String[] arguments = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].toString();
        }
        return commandLine.execute(arguments);
    }

    @Test
    void planDerivesAScenarioAndWritesAPlanThatValidates() throws IOException {
        assertEquals(
                0, run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan), errors::toString);

        PlanFile written = Json.read(plan, PlanFile.class);
        assertEquals("auto", written.solver());
        assertEquals(105_000_000, written.storageCapacityBytes());
        assertTrue(written.cost().totalNanoCost() < written.cloudOnlyCost().totalNanoCost());
        assertTrue(written.models().stream().anyMatch(model -> model.stretches().size() > 1));
        assertTrue(output.toString().contains("saved against cloud-only: "), output::toString);
        assertEquals(0, run("validate", plan, scenario), errors::toString);
    }

    @Test
    void whatIsWrittenFitsTheSchemas() throws IOException {
        run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan);

        assertEquals(Set.of(), schemaFaults(SchemaFile.PLAN.content(), new ObjectMapper().readTree(plan.toFile())));
        try (InputStream in = ScenarioFile.class.getResourceAsStream("scenario.schema.json")) {
            assertEquals(Set.of(), schemaFaults(in.readAllBytes(), new YAMLMapper().readTree(scenario.toFile())));
        }
        assertTrue(Files.exists(folder.resolve(SchemaFile.PLAN.fileName())));
    }

    private static Set<?> schemaFaults(byte[] schema, JsonNode document) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(new ObjectMapper().readTree(schema))
                .validate(document);
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan);
        byte[] first = Files.readAllBytes(plan);
        run("plan", "--profiles", profiles, "--scenario", scenario, "--out", plan);

        assertEquals(-1, Arrays.mismatch(first, Files.readAllBytes(plan)));
    }

    @Test
    void compareListsEverySolverAndPolicy() {
        run("plan", "--profiles", profiles, "--derive-scenario", scenario);
        output.getBuffer().setLength(0);

        assertEquals(0, run("compare", "--profiles", profiles, "--scenario", scenario), errors::toString);

        // A header, every method, the bound, what the columns are.
        int methods = Solvers.all().size() + Policies.all().size();
        assertEquals(3 + methods, output.toString().lines().count());
        assertTrue(
                output.toString().lines().anyMatch(line -> line.matches("horizon-exact .* 0\\.000 % .*optimal; .*")));
    }

    @Test
    void lookAheadTakesItsForecasterAndWindowFromTheOptions() {
        run("plan", "--profiles", profiles, "--derive-scenario", scenario);

        assertEquals(
                0,
                run(
                        "compare",
                        "--profiles",
                        profiles,
                        "--scenario",
                        scenario,
                        "--forecaster",
                        "holt-winters",
                        "--window",
                        7),
                errors::toString);
        assertTrue(output.toString().contains("forecast by holt-winters, windows of "), output::toString);
        assertTrue(output.toString().contains("of at most 7 slots"), output::toString);

        assertEquals(3, run("plan", "--profiles", profiles, "--scenario", scenario, "--forecaster", "tarot"));
        assertEquals(3, run("plan", "--profiles", profiles, "--scenario", scenario, "--window", 0));
        assertTrue(errors.toString().contains("no forecaster 'tarot', expected one of last, "), errors::toString);
        assertTrue(errors.toString().contains("--window: 0, expected 1 to 1000 slots"), errors::toString);
    }

    @Test
    void jsonGoesToStdoutAlone() throws IOException {
        assertEquals(0, run("plan", "--json", "--profiles", profiles, "--derive-scenario", scenario));

        assertEquals(
                "auto",
                new ObjectMapper().readTree(output.toString()).get("solver").asText());
    }

    @Test
    void standInDatasetsAreRefused() throws IOException {
        ProfileDatasets.write(SampleDatasets.of(2, true), profiles);

        assertEquals(3, run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--out", plan));

        assertTrue(errors.toString().contains("stand-in driver"), errors::toString);
        assertFalse(Files.exists(plan));
    }

    @Test
    void badFilesAreToldInOneLineEach() throws IOException {
        Files.writeString(scenario, "schemaVersion: 1\nslots: 0\n");

        assertEquals(3, run("plan", "--profiles", profiles, "--scenario", scenario));
        assertEquals(9, errors.toString().lines().count());
        assertTrue(errors.toString().lines().allMatch(line -> line.startsWith("berth: " + scenario + ":")));
        assertEquals(3, run("plan", "--profiles", folder.resolve("none"), "--scenario", scenario));
        assertEquals(2, run("plan", "--profiles", profiles));
        assertEquals(3, run("plan", "--profiles", profiles, "--derive-scenario", scenario, "--solver", "best"));
        assertFalse(errors.toString().contains("\tat "), errors::toString);
    }
}

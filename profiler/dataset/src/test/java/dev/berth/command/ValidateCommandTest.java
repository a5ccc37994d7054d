package dev.berth.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Datasets;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.RawKinds;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.kind.FileKind;
import dev.berth.kind.RecordKind;
import dev.berth.kind.Verdict;
import dev.berth.record.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ValidateCommandTest {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Stands for what people write. */
    private static final FileKind RECIPE = new FileKind() {
        @Override
        public String name() {
            return "recipe";
        }

        @Override
        public List<String> fileNames() {
            return List.of("recipe.yaml");
        }

        @Override
        public Set<String> keys() {
            return Set.of("schemaVersion", "dish", "guests");
        }

        @Override
        public Verdict check(Path file, Optional<Path> profiles) {
            return profiles.isPresent() ? Verdict.infeasible(file + ": nothing to cook with") : Verdict.of(List.of());
        }
    };

    @TempDir
    private Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private Path dataset;
    private Path session;
    private Path runs;
    private Path recipe;

    @BeforeEach
    void writeOneOfEach() throws IOException {
        SessionRecord head =
                Samples.session(Samples.STARTED, List.of(Samples.host()), List.of(Samples.model("a", 4096)), List.of());
        ProfileDatasets.write(Datasets.dataset(), folder.resolve("profiles.json"));
        Json.write(folder.resolve("session.json"), head);
        Files.writeString(
                folder.resolve("runs.jsonl"),
                Samples.sealedLines(
                        head, Samples.inSequence(Samples.rows("a", "host", CacheTier.STORAGE_COLD, 4096, 900, 800))));
        dataset = folder.resolve("profiles.json");
        session = folder.resolve("session.json");
        runs = folder.resolve("runs.jsonl");
        recipe = Files.writeString(folder.resolve("recipe.txt"), "guests: 2\n# none yet\n'dish': [a, b]\n");
    }

    private int validate(Object... words) {
        output.getBuffer().setLength(0);
        errors.getBuffer().setLength(0);
        List<FileKind> kinds = new ArrayList<>(RawKinds.ALL);
        kinds.add(new RecordKind<>(
                "profile dataset",
                ProfileDataset.class,
                List.of("profiles.json"),
                (file, read, profiles) -> List.of()));
        kinds.add(RECIPE);
        CommandLine line = new CommandLine(new ValidateCommand(kinds));
        line.setOut(new PrintWriter(output, true));
        line.setErr(new PrintWriter(errors, true));
        return line.execute(List.of(words).stream().map(Object::toString).toArray(String[]::new));
    }

    private void shuffle(Path file, long seed) throws IOException {
        ObjectNode tree = (ObjectNode) MAPPER.readTree(file.toFile());
        List<String> keys = new ArrayList<>();
        tree.fieldNames().forEachRemaining(keys::add);
        Collections.shuffle(keys, new Random(seed));
        ObjectNode shuffled = MAPPER.createObjectNode();
        keys.forEach(key -> shuffled.set(key, tree.get(key)));
        Files.writeString(file, shuffled.toString());
    }

    @Test
    void anyMixInAnyOrderOfKeysUnderAnyNameGivesOneAnswer() throws IOException {
        Path renamed = Files.copy(session, folder.resolve("head.txt"));
        Path recipeInJson = Files.writeString(folder.resolve("recipe.json"), " \n{\"guests\": 1, \"dish\": \"a\"}");
        for (int seed = 0; seed < 5; seed++) {
            shuffle(dataset, seed);
            shuffle(renamed, seed);

            assertEquals(
                    0, validate("--json", recipe, dataset, runs, renamed, recipeInJson, session), errors::toString);
            JsonNode report = MAPPER.readTree(output.toString());
            assertTrue(report.get("faultless").booleanValue());
            assertEquals(6, report.get("files").size());
        }
    }

    @Test
    void faultsOfEveryFileAreToldAndTheGravestIsTheStatus() throws IOException {
        Files.writeString(session, Files.readString(session).replace("\"tool\"", "\"toll\""));
        Path binary = Files.write(folder.resolve("binary"), new byte[] {0, 1, 2, -1});
        Path other = Files.writeString(folder.resolve("other.json"), "{\"name\": \"left-pad\", \"version\": 1}");

        assertEquals(5, validate("--profiles", dataset, recipe, dataset));
        assertEquals(3, validate("--json", "--profiles", dataset, recipe, session, binary, other, "none.json"));

        List<String> lines = errors.toString().lines().toList();
        assertEquals(6, lines.size(), lines::toString);
        assertEquals("berth: " + recipe + ": nothing to cook with", lines.get(0));
        assertTrue(lines.get(1).contains("$.toll: unknown key") && lines.get(2).contains("$.tool: is missing"));
        assertTrue(lines.get(3).startsWith("berth: " + binary + ": cannot be read as JSON or YAML: "), lines.get(3));
        assertEquals(
                "berth: " + other + ": of a kind not known here, expected one of these: session, log of runs, log of"
                        + " loads, log of engines, profile dataset, recipe",
                lines.get(4));
        assertEquals("berth: none.json: no such file", lines.get(5));
        JsonNode report = MAPPER.readTree(output.toString());
        assertFalse(report.get("faultless").booleanValue());
        assertEquals(
                List.of(recipe + "", session + "", binary + "", other + "", "none.json"),
                report.get("files").findValuesAsText("file"));
    }

    @Test
    void ownSchemasAreSkipped() throws IOException {
        Path schema = folder.resolve(ProfileDatasets.SCHEMA.fileName());
        Path foreign = Files.writeString(folder.resolve("x.schema.json"), "{\"$schema\": \"x\", \"title\": \"X\"}");

        assertEquals(0, validate("--json", schema, dataset));
        assertEquals(
                List.of(schema + "", dataset + ""),
                MAPPER.readTree(output.toString()).get("files").findValuesAsText("file"));
        assertEquals(
                schema + ": one of Berth's schemas, skipped",
                errors.toString().lines().findFirst().orElse(""));
        assertEquals(3, validate(foreign));
    }

    /** Where the content says nothing the name does. */
    @Test
    void aFolderHoldsFilesUnderTheirUsualNames() throws IOException {
        Files.writeString(folder.resolve("loads.jsonl"), "");
        assertEquals(0, validate(folder), errors::toString);
        assertEquals(4, errors.toString().lines().count(), errors::toString);

        Files.writeString(dataset, "{}");
        assertEquals(3, validate(folder, "--quiet"));
        assertTrue(errors.toString().contains(dataset + ":1: $.tool: is missing"), errors::toString);
        assertEquals(2, validate());
    }
}

package dev.berth.optimizer.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hand-written reader and the JSON Schema must accept and refuse the same files. */
class ScenarioSchemaTest {
    private static final int MUTANTS = 1200;

    private static final YAMLMapper YAML = new YAMLMapper();

    /** Values that are right in one place and wrong in another. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "1",
            "-1",
            "2.0",
            "0.5",
            "1.5",
            "1e300",
            "-1e300",
            "9223372036854775807",
            "9223372036854775808",
            "2147483648",
            "''",
            "' '",
            "text",
            "stored",
            "absent",
            "both",
            "requests",
            "weibull",
            "[]",
            "[[1, 2], [3, 4]]",
            "[[1, -2]]",
            "[1]",
            "[0.5, 1]",
            "[model-a]",
            "cloud",
            "loaded",
            "{}",
            "{model-a: loaded}",
            "{a: {exclude: true}}");

    /** What sums, products, numbers of rows and other files decide. */
    private static final Pattern BEYOND_A_SCHEMA = Pattern.compile(
            "adds up to|s of them together|rows, expected [0-9]+, one a slot|values in row|single loads|: no such file"
                    + "|found .* again|values, one for each choice|that a variant keeps beside|ascending slots"
                    + "|which is not planned for|versions in all slots, drew|expected at least least"
                    + "|which none has");

    @TempDir
    private Path folder;

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(new ObjectMapper().readTree(ScenarioFile.SCHEMA.content()));
    }

    private List<String> readerFaults(JsonNode document) throws IOException {
        Path file = folder.resolve("mutant.yaml");
        Files.writeString(file, YAML.writeValueAsString(document));
        return ScenarioFile.faults(file).stream()
                .filter(fault -> !BEYOND_A_SCHEMA.matcher(fault).find())
                .toList();
    }

    @Test
    void theSamplesUseEveryKeyOfTheSchemaAndAreValid() throws IOException {
        List<String> unused = new ArrayList<>();
        JsonNode schema = YAML.readTree(ScenarioFile.SCHEMA.content());
        propertyNames(schema, unused);
        for (JsonNode sample : SampleScenarios.all()) {
            assertEquals(List.of(), readerFaults(sample));
            assertEquals(0, schema().validate(sample).size(), () -> sample + "");
            unused.removeIf(key -> sample.findValue(key) != null);
        }
        assertEquals(List.of(), unused);
    }

    private static void propertyNames(JsonNode node, List<String> names) {
        JsonNode properties = node.path("properties");
        properties.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> propertyNames(child, names));
    }

    @Test
    void readerAndSchemaAgreeOnMutatedFiles() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        JsonSchema schema = schema();
        List<JsonNode> samples = SampleScenarios.all();
        int valid = 0;
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            JsonNode document = samples.get(random.nextInt(samples.size())).deepCopy();
            String change = mutate(document, random);
            boolean accepted = schema.validate(document).isEmpty();
            List<String> faults = readerFaults(document);
            assertEquals(
                    accepted,
                    faults.isEmpty(),
                    () -> change + "\nreader: " + faults + "\nschema: " + schema.validate(document) + "\n" + document);
            valid += accepted ? 1 : 0;
        }
        assertTrue(valid > MUTANTS / 20 && valid < MUTANTS * 19 / 20, "valid " + valid);
    }

    /** Removes, renames or replaces one entry of one mapping or list, anywhere in the document. */
    private static String mutate(JsonNode document, SplittableRandom random) throws IOException {
        List<JsonNode> containers = new ArrayList<>();
        collect(document, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        JsonNode value = YAML.readTree(VALUES.get(random.nextInt(VALUES.size())));
        if (container instanceof ArrayNode array) {
            int index = random.nextInt(array.size());
            array.set(index, value);
            return "[" + index + "] = " + value;
        }
        ObjectNode object = (ObjectNode) container;
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(object.properties());
        Map.Entry<String, JsonNode> entry = entries.get(random.nextInt(entries.size()));
        switch (random.nextInt(6)) {
            case 0 -> object.remove(entry.getKey());
            case 1 -> {
                object.remove(entry.getKey());
                object.set(entry.getKey() + "s", entry.getValue());
            }
            default -> object.set(entry.getKey(), value);
        }
        return entry.getKey() + " = " + object.get(entry.getKey());
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && !node.isEmpty()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}

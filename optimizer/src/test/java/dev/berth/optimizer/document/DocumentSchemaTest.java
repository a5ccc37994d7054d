package dev.berth.optimizer.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.berth.optimizer.solve.learned.DenoiserFile;
import dev.berth.record.RecordReader;
import dev.berth.record.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas of documents against documents as they are written, and as they must not be. */
class DocumentSchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path GOLDEN = Path.of("src/test/resources/dev/berth/optimizer/golden");

    static Stream<Arguments> documents() {
        return Stream.of(
                Arguments.of("plan-auto.json", PlanFile.class, PlanFile.SCHEMA),
                Arguments.of("plan-fleet.json", PlanFile.class, PlanFile.SCHEMA),
                Arguments.of("simulation-gamma.json", SimulationFile.class, SimulationFile.SCHEMA),
                Arguments.of("simulation-fleet.json", SimulationFile.class, SimulationFile.SCHEMA),
                Arguments.of("comparison.json", ComparisonFile.class, ComparisonFile.SCHEMA),
                Arguments.of("denoiser.json", DenoiserFile.class, DenoiserFile.SCHEMA));
    }

    private static JsonNode document(String name) throws IOException {
        String text = Files.readString(GOLDEN.resolve(name));
        return MAPPER.readTree(text.replace("\"dataset\"", "\"sha256:0\"").replace("\"time\"", "1"));
    }

    private static JsonSchema compiled(Schema schema) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(MAPPER.readTree(schema.content()));
    }

    private static boolean isRead(JsonNode document, Class<? extends Record> type) {
        List<String> faults = new ArrayList<>();
        new RecordReader("f.json", 1, faults).read(document.toString().getBytes(StandardCharsets.UTF_8), type);
        return faults.isEmpty();
    }

    /** Of many of one kind the first: those that follow have the same keys. */
    private static List<ObjectNode> objects(JsonNode tree) {
        List<ObjectNode> objects = new ArrayList<>();
        if (tree instanceof ObjectNode object) {
            objects.add(object);
            object.forEach(child -> objects.addAll(objects(child)));
        } else if (tree.isArray() && !tree.isEmpty()) {
            objects.addAll(objects(tree.get(0)));
        }
        objects.sort(Comparator.comparing(ObjectNode::size));
        return objects;
    }

    private static List<String> keys(ObjectNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatIsWrittenObeysTheSchema(String name, Class<? extends Record> type, Schema schema) throws IOException {
        assertEquals("[]", compiled(schema).validate(document(name)).toString());
        assertTrue(isRead(document(name), type));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void anUnknownOrMissingKeyIsRefusedInEveryObject(String name, Class<? extends Record> type, Schema schema)
            throws IOException {
        JsonSchema compiled = compiled(schema);
        JsonNode tree = document(name);
        for (ObjectNode object : objects(tree)) {
            object.put("surprise", 1);
            assertFalse(compiled.validate(tree).isEmpty(), object::toString);
            assertFalse(isRead(tree, type), object::toString);
            object.remove("surprise");
            for (String key : keys(object)) {
                // The last is told of a model since its weights may be made up.
                boolean optional = key.equals("serverResults")
                        || (key.equals("command") && object.has("schemaVersion"))
                        || (key.equals("provenance") && object.has("stretches"));
                JsonNode value = object.remove(key);
                assertEquals(optional, compiled.validate(tree).isEmpty(), () -> key + " of " + object);
                assertEquals(optional, isRead(tree, type), () -> key + " of " + object);
                object.set(key, value);
            }
        }
    }

    /** The one shape's keys are not the other's. */
    @Test
    void aPlanIsOfOneServerOrOfSeveral() throws IOException {
        JsonSchema compiled = compiled(PlanFile.SCHEMA);
        ObjectNode one = (ObjectNode) document("plan-auto.json");
        ObjectNode several = (ObjectNode) document("plan-fleet.json");
        for (String key : PlanFile.OF_ONE_SERVER.split("\\|")) {
            ObjectNode both = several.deepCopy();
            both.set(key, one.get(key));
            assertFalse(compiled.validate(both).isEmpty(), key);
            assertFalse(isRead(both, PlanFile.class), key);
        }
        for (String key : PlanFile.OF_SERVERS.split("\\|")) {
            ObjectNode both = one.deepCopy();
            both.set(key, several.get(key));
            assertFalse(compiled.validate(both).isEmpty(), key);
            assertFalse(isRead(both, PlanFile.class), key);
        }
    }
}

package dev.berth.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.berth.dataset.raw.LoadsRow;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.record.Json;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Reading;
import dev.berth.record.RecordReader;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<Arguments> documents() {
        SessionRecord session = Samples.withReads(
                Samples.session(
                        Samples.STARTED,
                        List.of(Samples.host(), Samples.cuda(false)),
                        List.of(Samples.model("a", 4096)),
                        List.of(Samples.ceiling(Ceiling.Kind.MEMCPY, "host", 5e9))),
                List.of(Samples.readerSweep()),
                List.of(Samples.firstRead("a", 1e9, 2e9)));
        RunRow well = Samples.row(Samples.key("a", "host", CacheTier.STORAGE_COLD, 0), 4096, 1_000_000);
        RunRow failed = Samples.row(
                Samples.key("a", "host", CacheTier.STORAGE_COLD, -1),
                CacheTier.UNPROVEN,
                "file vanished",
                0,
                5,
                Reading.failed("nothing to compare"));
        return Stream.of(
                Arguments.of(Schema.PROFILES, Datasets.dataset()),
                Arguments.of(Schema.SESSION, session),
                Arguments.of(Schema.RUN_ROW, well),
                Arguments.of(Schema.RUN_ROW, failed),
                Arguments.of(Schema.LOADS_ROW, Samples.loads("a", LoadKind.TOGETHER, 2, 0, 1_000_000, 1_100_000)));
    }

    private static JsonSchema compiled(Schema schema) {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(new String(schema.content(), StandardCharsets.UTF_8));
    }

    private static boolean accepts(JsonSchema schema, JsonNode document) {
        return schema.validate(document).isEmpty();
    }

    private static boolean readerAccepts(JsonNode document, Class<? extends Record> type) {
        List<String> faults = new ArrayList<>();
        new RecordReader("f.json", 1, faults).read(document.toString().getBytes(StandardCharsets.UTF_8), type);
        return faults.isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatIsWrittenObeysTheSchema(Schema schema, Record document) throws Exception {
        assertEquals(
                "[]",
                compiled(schema)
                        .validate(MAPPER.readTree(Json.pretty(document)))
                        .toString());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void theSchemaRefusesAnUnknownOrMissingKeyInEveryObject(Schema schema, Record document) throws Exception {
        JsonSchema compiled = compiled(schema);
        JsonNode tree = MAPPER.readTree(Json.line(document));
        List<ObjectNode> objects = objects(tree);
        assertTrue(objects.size() > 5);
        for (ObjectNode object : objects) {
            if (isMap(object)) {
                continue;
            }
            object.put("surprise", 1);
            assertFalse(accepts(compiled, tree), () -> "accepted in " + object);
            object.remove("surprise");
            String key = object.fieldNames().next();
            JsonNode value = object.remove(key);
            assertFalse(accepts(compiled, tree), () -> "accepted without " + key + ": " + object);
            object.set(key, value);
        }
        assertTrue(accepts(compiled, tree));
    }

    /** Maps by element type or phase have keys of their own. */
    private static boolean isMap(ObjectNode object) {
        return object.has("F32") || object.has("openParse") || object.isEmpty();
    }

    private static List<ObjectNode> objects(JsonNode tree) {
        List<ObjectNode> objects = new ArrayList<>();
        if (tree instanceof ObjectNode object) {
            objects.add(object);
        }
        tree.forEach(child -> objects.addAll(objects(child)));
        return objects;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatTheSchemaRefusesTheReaderRefusesToo(Schema schema, Record document) throws Exception {
        JsonSchema compiled = compiled(schema);
        Random random = new Random(schema.fileName().length());
        List<JsonNode> values = List.of(
                MAPPER.readTree("-1"),
                MAPPER.readTree("-0.5"),
                MAPPER.readTree("null"),
                MAPPER.readTree("\"\""),
                MAPPER.readTree("\"x\""),
                MAPPER.readTree("[]"),
                MAPPER.readTree("{}"),
                MAPPER.readTree("{\"value\":-1,\"provenance\":\"measured\"}"),
                MAPPER.readTree("{\"value\":null,\"provenance\":\"measured\"}"),
                MAPPER.readTree("{\"failed\":\"x\",\"notSupported\":\"x\"}"),
                MAPPER.readTree("true"));
        int refused = 0;
        for (int trial = 0; trial < 400; trial++) {
            JsonNode tree = MAPPER.readTree(Json.line(document));
            List<ObjectNode> objects = objects(tree);
            ObjectNode object = objects.get(random.nextInt(objects.size()));
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            if (keys.isEmpty()) {
                continue;
            }
            String key = keys.get(random.nextInt(keys.size()));
            object.set(key, values.get(random.nextInt(values.size())));
            if (!accepts(compiled, tree)) {
                refused++;
                assertFalse(readerAccepts(tree, document.getClass()), () -> key + " of " + object);
            }
        }
        assertTrue(refused > 100, "only " + refused + " of 400 mutations were refused by the schema");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void propertiesOfTheSchemaAreTheComponentsOfTheRecords(Schema schema, Record document) throws Exception {
        JsonNode root = MAPPER.readTree(schema.content());
        Map<String, Class<?>> records = new HashMap<>();
        collect(document.getClass(), records);
        List<String> ofReadings = new ArrayList<>();
        assertProperties(document.getClass(), root);
        root.get("$defs").properties().forEach(entry -> {
            if (records.containsKey(entry.getKey())) {
                assertProperties(records.get(entry.getKey()), entry.getValue());
            } else {
                ofReadings.add(entry.getKey());
            }
        });
        assertTrue(
                ofReadings.stream().allMatch(name -> name.matches("Reading.*|NotSupported|Failed|Provenance")),
                ofReadings.toString());
        for (String name : records.keySet()) {
            boolean described = root.get("$defs").has(name)
                    || name.equals(document.getClass().getSimpleName());
            assertTrue(described || name.matches("Value|NotSupported|Failed"), "no schema of " + name);
        }
    }

    private static void assertProperties(Class<?> type, JsonNode definition) {
        List<String> components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        List<String> properties = new ArrayList<>();
        definition.get("properties").fieldNames().forEachRemaining(properties::add);
        if (type == RunRow.class || type == LoadsRow.class) {
            assertEquals("seal", properties.remove(properties.size() - 1), "of the line that holds the row");
        }
        List<String> required = new ArrayList<>();
        definition.get("required").forEach(name -> required.add(name.asText()));
        List<String> present = Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.isAnnotationPresent(MayBeAbsent.class))
                .map(RecordComponent::getName)
                .toList();
        assertEquals(components, properties, type.getSimpleName());
        assertEquals(present, required, type.getSimpleName());
        assertFalse(definition.get("additionalProperties").asBoolean(true), type.getSimpleName());
        definition
                .get("properties")
                .properties()
                .forEach(property -> assertTrue(
                        property.getValue().path("description").asText().length() > 3,
                        type.getSimpleName() + "." + property.getKey() + " has no description"));
    }

    /** All records that a record leads to, by simple name. */
    private static void collect(Class<?> type, Map<String, Class<?>> records) {
        if (records.putIfAbsent(type.getSimpleName(), type) != null) {
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            collect(component.getGenericType(), records);
        }
    }

    private static void collect(java.lang.reflect.Type type, Map<String, Class<?>> records) {
        if (type instanceof java.lang.reflect.ParameterizedType generic) {
            for (java.lang.reflect.Type argument : generic.getActualTypeArguments()) {
                collect(argument, records);
            }
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            collect(plain, records);
        }
    }

    /** Documents of the first days of this version stay readable; what is written has every key. */
    @ParameterizedTest
    @MethodSource("documents")
    void whatMayBeAbsentIsReadWithoutAndAlwaysWritten(Schema schema, Record document) throws Exception {
        // By a key that objects of each record have and no other.
        Map<String, List<String>> later = Map.of(
                "standIn", List.of("contextBytes", "others"),
                "predictionError", List.of("processBytes"),
                "inference", List.of("unload", "reload", "contention"),
                "freeBefore", List.of("ownBefore", "ownAfter"),
                "weightBytesByType", List.of("storedElements", "storedBytes", "packing"),
                "phaseNanos", List.of("unload", "warnings"));
        JsonNode tree = MAPPER.readTree(Json.line(document));
        objects(tree)
                .forEach(object -> later.forEach((mark, keys) -> {
                    if (object.has(mark)) {
                        object.remove(keys);
                    }
                }));
        assertEquals(Set.of(), compiled(schema).validate(tree));
        Record read = Json.parse("old.json", 1, tree.toString().getBytes(StandardCharsets.UTF_8), document.getClass());
        assertEquals(
                schema == Schema.LOADS_ROW, MAPPER.readTree(Json.line(document)).equals(tree), "keys were removed");
        assertEquals(fields(MAPPER.readTree(Json.line(document))), fields(MAPPER.readTree(Json.line(read))));
    }

    private static List<String> fields(JsonNode tree) {
        List<String> names = new ArrayList<>();
        tree.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void theSchemaLiesBesideAWrittenDataset(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("profiles.json");

        ProfileDatasets.write(Datasets.dataset(), file);

        assertArrayEquals(Schema.PROFILES.content(), Files.readAllBytes(folder.resolve("profiles.schema.json")));
        assertEquals(Datasets.dataset(), ProfileDatasets.read(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(2, left.count(), "no temporary file stays");
        }
    }
}

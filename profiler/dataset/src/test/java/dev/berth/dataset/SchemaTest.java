package dev.berth.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.record.Json;
import dev.berth.record.Reading;
import dev.berth.record.RecordReader;
import dev.berth.record.Records;
import dev.berth.record.Schema;
import dev.berth.schema.Description;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Components of which some values are refused for what other components say. */
    private static final Set<String> DEPENDENT = Set.of(
            "Ceiling.bytesPerSecond",
            "Ceiling.maxBytesPerSecond",
            "Distribution.maxNanos",
            "Distribution.n",
            "Distribution.p50HighNanos",
            "Distribution.p50LowNanos",
            "Distribution.p50Nanos",
            "Distribution.p90Nanos",
            "Distribution.p99Nanos",
            "Distribution.samplesNanos",
            "Estimate.high",
            "Estimate.low",
            "Estimate.value",
            "DelayLine.maxBytes",
            "DelayLine.runs",
            "ConcurrentKey.kind",
            "ConcurrentRow.delayNanos",
            "ConcurrentRow.failure",
            "MachineRecord.fingerprint",
            "ModelRecord.weightBytes",
            "ModelRecord.weightBytesByType",
            "PlanPart.device",
            "PlanPart.devices",
            "PlanPart.shard",
            "PlanPart.shards",
            "RunRow.boundBy");

    static Stream<Arguments> documents() {
        SessionRecord session = Samples.withReads(
                Samples.session(
                        Samples.STARTED,
                        List.of(Samples.host(), Samples.cuda(false)),
                        List.of(Samples.model("a", 4096)),
                        List.of(Samples.ceiling(Ceiling.Kind.MEMCPY, "host", 5e9))),
                List.of(Samples.readerSweep()),
                List.of(Samples.firstRead("a", 1e9, 2e9)));
        session = Samples.withPlan(Records.with(session, Map.of("engines", List.of(Samples.engine()))), 2, 4);
        RunRow well = Samples.row(Samples.key("a", "host", CacheTier.STORAGE_COLD, 0), 4096, 1_000_000);
        RunRow failed = Samples.row(
                Samples.key("a", "host", CacheTier.STORAGE_COLD, -1),
                CacheTier.UNPROVEN,
                "file vanished",
                0,
                5,
                Reading.failed("nothing to compare"));
        return Stream.of(
                Arguments.of(ProfileDatasets.SCHEMA, Datasets.dataset()),
                Arguments.of(RawFolder.SESSION_SCHEMA, session),
                Arguments.of(RawFolder.RUN_SCHEMA, well),
                Arguments.of(RawFolder.RUN_SCHEMA, failed),
                Arguments.of(RawFolder.ENGINES_SCHEMA, Samples.engineRow("a", 0, 1_000_000, 300_000)),
                Arguments.of(
                        RawFolder.LOADS_SCHEMA, Samples.loads("a", LoadKind.CONCURRENT, 2, 0, 1_000_000, 1_100_000)));
    }

    private static JsonSchema compiled(Schema schema) {
        return compiled(new String(schema.content(), StandardCharsets.UTF_8));
    }

    private static JsonSchema compiled(String schema) {
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema, config);
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

    /** One document of each record, by its simple name; every record that a kind of document leads to is among them. */
    private static Map<String, Record> samples() {
        Map<String, Record> samples = new TreeMap<>();
        documents().forEach(document -> collect((Record) document.get()[1], samples));
        collect(new DeviceRecord.Holder(1, Reading.measured(5L)), samples);
        collect(
                new MachineRecord.Gpu(
                        Reading.measured(0),
                        Reading.measured("Example GPU"),
                        Reading.measured("GPU-1"),
                        Reading.measured(16L << 30),
                        Reading.measured(4),
                        Reading.measured(16),
                        Reading.measured("0000:01:00.0")),
                samples);
        Set<String> reachable = new TreeSet<>();
        samples.values().forEach(sample -> reachable(sample.getClass(), reachable));
        assertEquals(reachable, samples.keySet());
        return samples;
    }

    private static void collect(Object value, Map<String, Record> samples) {
        if (value instanceof Reading<?> reading) {
            reading.optional().ifPresent(inside -> collect(inside, samples));
        } else if (value instanceof List<?> list) {
            list.forEach(inside -> collect(inside, samples));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(inside -> collect(inside, samples));
        } else if (value instanceof Record record) {
            samples.putIfAbsent(record.getClass().getSimpleName(), record);
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                try {
                    component.getAccessor().setAccessible(true);
                    collect(component.getAccessor().invoke(record), samples);
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError(component.toString(), e);
                }
            }
        }
    }

    private static void reachable(Type type, Set<String> names) {
        if (type instanceof ParameterizedType generic) {
            List.of(generic.getActualTypeArguments()).forEach(argument -> reachable(argument, names));
        } else if (type instanceof Class<?> plain && plain.isRecord() && names.add(plain.getSimpleName())) {
            List.of(plain.getRecordComponents()).forEach(component -> reachable(component.getGenericType(), names));
        }
    }

    /** Right in one place and wrong in another; put into every component of every record. */
    private static List<JsonNode> values() throws IOException {
        List<String> plain = List.of("-2 -1 0 1 2 3 64 65 0.5 -0.5 null true [] {}".split(" "));
        List<String> texts = List.of(
                "",
                " ",
                "x",
                "host",
                "cuda:0",
                "cuda:12345",
                "direct",
                "storage",
                "storage-cold",
                "pinned-warm",
                "unproven",
                "re-load",
                "together",
                "measured",
                "sha256:",
                "2026-01-31T12:00:00Z",
                "memcpy");
        List<JsonNode> values = new ArrayList<>();
        for (String value : plain) {
            values.add(MAPPER.readTree(value));
            values.add(MAPPER.readTree("[" + value + "]"));
            values.add(MAPPER.readTree("{\"value\":" + value + ",\"provenance\":\"measured\"}"));
            values.add(MAPPER.readTree("{\"F32\":" + value + "}"));
            values.add(MAPPER.readTree("{\"openParse\":" + value + "}"));
        }
        texts.forEach(text -> values.add(TextNode.valueOf(text)));
        values.add(MAPPER.readTree("[\"x\"]"));
        values.add(MAPPER.readTree("{\"value\":\"x\",\"provenance\":\"guessed\"}"));
        values.add(MAPPER.readTree("{\"notSupported\":\"x\"}"));
        values.add(MAPPER.readTree("{\"failed\":\"x\",\"notSupported\":\"x\"}"));
        return values;
    }

    /**
     * What a constructor requires of a component by itself stands beside the component, and nothing else stands there:
     * schema and reader agree on every value of every component. What depends on other components is beyond a schema;
     * those are named here.
     */
    @Test
    void schemaAndReaderAgreeOnEveryComponent() throws Exception {
        Set<String> dependent = new TreeSet<>();
        Set<String> compared = new HashSet<>();
        Map<String, Record> samples = samples();
        for (Arguments document : documents().toList()) {
            Schema schema = (Schema) document.get()[0];
            ObjectNode root = (ObjectNode) MAPPER.readTree(schema.content());
            compare(root, (Record) document.get()[1], dependent);
            for (Map.Entry<String, Record> sample : samples.entrySet()) {
                if (root.get("$defs").has(sample.getKey()) && compared.add(sample.getKey())) {
                    ObjectNode part = MAPPER.createObjectNode().put("$ref", "#/$defs/" + sample.getKey());
                    compare(part.set("$defs", root.get("$defs")), sample.getValue(), dependent);
                }
            }
        }
        assertEquals(DEPENDENT, dependent);
    }

    private static void compare(JsonNode schema, Record sample, Set<String> dependent) throws IOException {
        JsonSchema compiled = compiled(schema.toString());
        ObjectNode object = (ObjectNode) MAPPER.readTree(Json.line(sample));
        shorten(object, sample.getClass());
        for (String key : fields(object)) {
            JsonNode right = object.get(key);
            for (JsonNode value : values()) {
                object.set(key, value);
                if (readerAccepts(object, sample.getClass())) {
                    assertTrue(accepts(compiled, object), () -> key + " of " + object);
                } else if (accepts(compiled, object)) {
                    dependent.add(sample.getClass().getSimpleName() + "." + key);
                }
            }
            object.set(key, right);
        }
    }

    /** Leaves lists out where that is right too: each of their elements is compared by itself. */
    private static void shorten(ObjectNode object, Class<? extends Record> type) {
        for (String key : fields(object)) {
            JsonNode whole = object.get(key);
            if (whole.isArray()) {
                object.putArray(key);
                if (!readerAccepts(object, type)) {
                    object.set(key, whole);
                }
            }
        }
    }

    @Test
    void everyRecordAndKeyIsDescribed() {
        for (Record sample : samples().values()) {
            assertDescribed(sample.getClass(), sample.getClass().getSimpleName());
            for (RecordComponent component : sample.getClass().getRecordComponents()) {
                assertDescribed(component, sample.getClass().getSimpleName() + "." + component.getName());
            }
        }
    }

    private static void assertDescribed(AnnotatedElement element, String name) {
        Description description = element.getAnnotation(Description.class);
        assertTrue(description != null && description.value().length() > 3, name + " has no description");
    }

    /** Documents of the first days of this version stay readable; what is written has every key. */
    @ParameterizedTest
    @MethodSource("documents")
    void whatMayBeAbsentIsReadWithoutAndAlwaysWritten(Schema schema, Record document) throws Exception {
        // By a key that objects of each record have and no other.
        Map<String, List<String>> later = Map.of(
                "standIn", List.of("contextBytes", "others"),
                "predictionError", List.of("processBytes"),
                "inference", List.of("unload", "reload", "contention", "engines"),
                "freeBefore", List.of("ownBefore", "ownAfter"),
                "weightBytesByType", List.of("storedElements", "storedBytes", "packing", "provenance"),
                "phaseNanos", List.of("unload", "warnings", "energy", "provenance"),
                "delayNanos", List.of("provenance"),
                "readyNanos", List.of("provenance"),
                "firstReads", List.of("engines"));
        JsonNode tree = MAPPER.readTree(Json.line(document));
        objects(tree)
                .forEach(object -> later.forEach((mark, keys) -> {
                    if (object.has(mark)) {
                        object.remove(keys);
                    }
                }));
        assertEquals(Set.of(), compiled(schema).validate(tree));
        Record read = Json.parse("old.json", 1, tree.toString().getBytes(StandardCharsets.UTF_8), document.getClass());
        assertNotEquals(MAPPER.readTree(Json.line(document)), tree, "keys were removed");
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

        assertArrayEquals(ProfileDatasets.SCHEMA.content(), Files.readAllBytes(folder.resolve("profiles.schema.json")));
        assertEquals(Datasets.dataset(), ProfileDatasets.read(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(2, left.count(), "no temporary file stays");
        }
    }
}

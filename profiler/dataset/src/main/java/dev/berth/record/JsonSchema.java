package dev.berth.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.schema.Alternatives;
import dev.berth.schema.Beside;
import dev.berth.schema.Description;
import dev.berth.schema.MayHaveGaps;
import dev.berth.schema.Moment;
import dev.berth.schema.NotEmpty;
import dev.berth.schema.OneOf;
import dev.berth.schema.Range;
import dev.berth.schema.Rule;
import dev.berth.schema.Text;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes JSON Schema from records: a key a component, with the type it has in JSON and what its annotations say. Each
 * further record that a document leads to is a definition under its simple name.
 */
final class JsonSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Up to here a whole number is written as one. */
    private static final double MOST_EXACT = 1L << 53;

    private final Map<String, ObjectNode> definitions = new TreeMap<>();
    private final Map<String, Class<?>> defined = new HashMap<>();

    private JsonSchema() {}

    static String text(Schema schema) {
        Class<? extends Record> document = schema.document();
        JsonSchema writer = new JsonSchema();
        ObjectNode root = NODES.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        SchemaVersion version = document.getAnnotation(SchemaVersion.class);
        root.put("$id", "urn:berth:" + schema.name() + ":" + version.value());
        root.put("title", schema.title());
        describe(root, document);
        root.setAll(writer.object(document));
        if (document.isAnnotationPresent(Alternatives.class)) {
            root.set(
                    "oneOf",
                    alternatives(document.getAnnotation(Alternatives.class).value()));
        }
        ((ObjectNode) root.get("properties").get("schemaVersion")).removeAll().put("const", version.value());
        root.set("$defs", NODES.objectNode().setAll(writer.definitions));
        return Json.pretty(root);
    }

    private static void describe(ObjectNode schema, AnnotatedElement described) {
        Description description = described.getAnnotation(Description.class);
        if (description != null) {
            schema.put("description", description.value());
        }
    }

    private static ArrayNode alternatives(String... shapes) {
        ArrayNode each = NODES.arrayNode();
        for (String shape : shapes) {
            ObjectNode alternative = each.addObject();
            List.of(shape.split("\\|")).forEach(alternative.putArray("required")::add);
            ObjectNode keysOfOthers = alternative.putObject("properties");
            for (String other : shapes) {
                if (!other.equals(shape)) {
                    List.of(other.split("\\|")).forEach(key -> keysOfOthers.put(key, false));
                }
            }
        }
        return each;
    }

    private ObjectNode object(Class<?> type) {
        ObjectNode properties = NODES.objectNode();
        ArrayNode required = NODES.arrayNode();
        for (RecordComponent component : RecordShape.components(type)) {
            ObjectNode property = NODES.objectNode();
            describe(property, component);
            property.setAll(schema(component.getGenericType(), component));
            if (component.isAnnotationPresent(MayBeNull.class)) {
                orNull(property);
            }
            properties.set(RecordShape.key(component), property);
            if (!component.isAnnotationPresent(MayBeAbsent.class)) {
                required.add(RecordShape.key(component));
            }
        }
        ObjectNode object = NODES.objectNode().put("type", "object");
        object.set("properties", properties);
        object.set("required", required);
        object.put("additionalProperties", false);
        ArrayNode rules = rules(type);
        return rules.isEmpty() ? object : object.set("allOf", rules);
    }

    private static ArrayNode rules(Class<?> type) {
        ArrayNode rules = NODES.arrayNode();
        if (type.isAnnotationPresent(Rule.class)) {
            for (String rule : type.getAnnotation(Rule.class).value()) {
                rules.add(Json.tree(rule));
            }
        }
        if (type.isAnnotationPresent(Beside.class)) {
            rules.addAll(rules(type.getAnnotation(Beside.class).value()));
        }
        return rules;
    }

    private static void orNull(ObjectNode property) {
        if (property.has("$ref")) {
            ObjectNode defined = NODES.objectNode();
            defined.set("$ref", property.remove("$ref"));
            property.set(
                    "anyOf",
                    NODES.arrayNode().add(defined).add(NODES.objectNode().put("type", "null")));
            return;
        }
        if (!property.has("type")) {
            throw new AssertionError("no null beside " + property);
        }
        property.set("type", NODES.arrayNode().add(property.get("type")).add("null"));
    }

    /** @param annotated what the annotations stand at that hold for the values inside, too */
    private ObjectNode schema(Type type, RecordComponent annotated) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Reading.class) {
                return reading(schema(arguments[0], annotated));
            }
            return generic.getRawType() == List.class
                    ? list(schema(arguments[0], annotated), annotated.isAnnotationPresent(NotEmpty.class))
                    : map((Class<?>) arguments[0], schema(arguments[1], annotated));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return reference(plain);
        }
        ObjectNode value = plain.isEnum() ? words(plain, annotated) : scalar(plain, annotated);
        if (annotated.isAnnotationPresent(MayHaveGaps.class)) {
            orNull(value);
        }
        return value;
    }

    private ObjectNode reference(Class<?> type) {
        String name = type.getSimpleName();
        if (defined.putIfAbsent(name, type) == null) {
            ObjectNode definition = NODES.objectNode();
            definitions.put(name, definition);
            describe(definition, type);
            definition.setAll(object(type));
        } else if (defined.get(name) != type) {
            throw new AssertionError("two records of one name: " + type + ", " + defined.get(name));
        }
        return reference(name);
    }

    private static ObjectNode reference(String name) {
        return NODES.objectNode().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode reading(ObjectNode value) {
        definitions.computeIfAbsent("Reading", name -> {
            ArrayNode outcomes = NODES.arrayNode();
            outcomes.add(outcome(
                    NODES.objectNode().set("value", NODES.objectNode()),
                    "provenance",
                    words(Provenance.class),
                    "how it came to be known"));
            outcomes.add(outcome(
                    NODES.objectNode(),
                    "notSupported",
                    type("string"),
                    "why it does not exist, or cannot be read, here"));
            outcomes.add(outcome(NODES.objectNode(), "failed", type("string"), "what went wrong when it was read"));
            ObjectNode reading = NODES.objectNode()
                    .put("description", "The outcome of reading one quantity: a value, not supported here, or failed.");
            reading.set("oneOf", outcomes);
            return reading;
        });
        ObjectNode reading = reference("Reading");
        reading.set("properties", NODES.objectNode().set("value", value));
        return reading;
    }

    private static ObjectNode outcome(ObjectNode properties, String key, ObjectNode schema, String description) {
        properties.set(key, NODES.objectNode().put("description", description).setAll(schema));
        ArrayNode required = NODES.arrayNode();
        properties.fieldNames().forEachRemaining(required::add);
        ObjectNode outcome = type("object");
        outcome.set("properties", properties);
        outcome.set("required", required);
        return outcome.put("additionalProperties", false);
    }

    private static ObjectNode list(ObjectNode elements, boolean notEmpty) {
        ObjectNode list = type("array");
        list.set("items", elements);
        return notEmpty ? list.put("minItems", 1) : list;
    }

    private static ObjectNode map(Class<?> keys, ObjectNode values) {
        ObjectNode map = type("object");
        map.set("additionalProperties", values);
        if (keys.isEnum()) {
            map.set("propertyNames", words(keys));
        }
        return map;
    }

    private static ObjectNode words(Class<?> enumeration, RecordComponent annotated) {
        OneOf some = annotated.getAnnotation(OneOf.class);
        return some == null ? words(enumeration) : words(some);
    }

    private static ObjectNode words(OneOf some) {
        return words(List.of(some.value().split("\\|")));
    }

    private static ObjectNode words(Class<?> enumeration) {
        return words(List.copyOf(RecordShape.labels(enumeration).keySet()));
    }

    private static ObjectNode words(List<String> allowed) {
        ObjectNode words = NODES.objectNode();
        allowed.forEach(words.putArray("enum")::add);
        return words;
    }

    private static ObjectNode type(String name) {
        return NODES.objectNode().put("type", name);
    }

    private static ObjectNode scalar(Class<?> type, RecordComponent annotated) {
        if (type == String.class) {
            return text(annotated);
        }
        if (type == boolean.class || type == Boolean.class) {
            return type("boolean");
        }
        ObjectNode number = type(type == double.class || type == Double.class ? "number" : "integer");
        Range range = annotated.getAnnotation(Range.class);
        if (range != null) {
            bound(number, "minimum", range.least());
            bound(number, "exclusiveMinimum", range.above());
            bound(number, "maximum", range.most());
        }
        return number;
    }

    private static ObjectNode text(RecordComponent annotated) {
        if (annotated.isAnnotationPresent(OneOf.class)) {
            return words(annotated.getAnnotation(OneOf.class));
        }
        ObjectNode text = type("string");
        if (annotated.isAnnotationPresent(Text.class)) {
            text.put("pattern", annotated.getAnnotation(Text.class).value());
        }
        return annotated.isAnnotationPresent(Moment.class) ? text.put("format", "date-time") : text;
    }

    private static void bound(ObjectNode number, String key, double value) {
        if (Double.isInfinite(value)) {
            return;
        }
        if (value == Math.rint(value) && Math.abs(value) <= MOST_EXACT) {
            number.put(key, (long) value);
        } else {
            number.put(key, value);
        }
    }
}

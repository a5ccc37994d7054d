package dev.berth.kind;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.record.RecordReader;
import dev.berth.record.YamlText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The outermost keys of a file's first object, read as JSON, and as YAML where that tells more.
 *
 * @param texts the keys with their values, where those are text, else with empty text; as far as the file can be read
 * @param unreadable why the file can be read no further, one line; empty where its first object is whole
 */
record Outline(Map<String, String> texts, Optional<String> unreadable) {
    /** @throws BadInputException where there is no such file */
    static Outline of(Path file) {
        Map<String, String> texts = new LinkedHashMap<>();
        Optional<String> noJson;
        try (InputStream in = Json.open(file);
                JsonParser parser = Json.FACTORY.createParser(in)) {
            noJson = collect(parser, texts);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
        if (noJson.isEmpty()) {
            return new Outline(texts, noJson);
        }
        Map<String, String> inYaml = new LinkedHashMap<>();
        Optional<String> noYaml = yaml(file, inYaml);
        return inYaml.size() > texts.size() ? new Outline(inYaml, noYaml) : new Outline(texts, noJson);
    }

    private static Optional<String> yaml(Path file, Map<String, String> texts) {
        try (JsonParser parser = new YAMLFactory().createParser(YamlText.read(file, "a document", "shorten it"))) {
            return collect(parser, texts);
        } catch (BadInputException e) {
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            return Optional.of(RecordReader.oneLine(String.valueOf(e.getMessage())));
        }
    }

    /** Why it ended early. */
    private static Optional<String> collect(JsonParser parser, Map<String, String> texts) {
        try {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    texts.put(key, parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : "");
                    parser.skipChildren();
                }
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.of(RecordReader.oneLine(e.getOriginalMessage()));
        } catch (IOException | IllegalStateException e) {
            // IllegalStateException: the parser's guard against keys made to collide.
            return Optional.of(RecordReader.oneLine(String.valueOf(e.getMessage())));
        }
    }

    /** Whether it is a schema that Berth writes beside what it describes. */
    boolean isOwnSchema() {
        return texts.keySet().containsAll(List.of("$schema", "properties", "required"))
                && texts.getOrDefault("title", "").startsWith("Berth ")
                && !texts.containsKey("schemaVersion");
    }
}

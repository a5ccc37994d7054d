package dev.berth.record;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records that people write in YAML; read as {@link RecordReader} reads JSON, every fault with its line. */
public final class Yaml {
    private static final YAMLFactory FACTORY = new YAMLFactory();

    private Yaml() {}

    /**
     * Reads one record.
     *
     * @param what the file should hold, for messages
     * @throws BadInputException naming file, line and key of the first fault, and how many more there are
     */
    public static <T extends Record> T read(Path file, String what, Class<T> type) {
        return parse(file.toString(), YamlText.read(file, what, "shorten it"), type);
    }

    /**
     * The record, or null where faults were added.
     *
     * @throws BadInputException where the file cannot be read at all
     */
    public static <T extends Record> T read(Path file, String what, Class<T> type, List<String> faults) {
        return read(file.toString(), YamlText.read(file, what, "shorten it"), type, faults);
    }

    /**
     * Reads one record from text.
     *
     * @param source what the text was read from, for messages
     * @throws BadInputException naming source, line and key of the first fault, and how many more there are
     */
    public static <T extends Record> T parse(String source, String text, Class<T> type) {
        List<String> faults = new ArrayList<>();
        T value = read(source, text, type, faults);
        if (!faults.isEmpty()) {
            throw new BadInputException(Json.summary(faults));
        }
        return value;
    }

    private static <T extends Record> T read(String source, String text, Class<T> type, List<String> faults) {
        return new RecordReader(FACTORY, source, 1, faults).read(text.getBytes(StandardCharsets.UTF_8), type);
    }
}

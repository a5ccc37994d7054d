package dev.berth.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The one way records are written to and read from JSON. Written: keys in the order of the components, nulls kept, the
 * same bytes for the same record under every locale. Read: every key known, present once and of its type; see
 * {@link RecordReader}.
 */
public final class Json {
    /** Longest document that is read; a dataset of a hundred models takes a few million bytes. */
    static final int MAX_DOCUMENT_BYTES = 32 << 20;

    /** What a hostile document may cost: three million boxed figures stay below half of a heap of 256 MiB. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_DOCUMENT_BYTES)
                    .maxNestingDepth(64)
                    .maxNumberLength(64)
                    .maxNameLength(4096)
                    .maxStringLength(4 << 20)
                    .maxTokenCount(3_000_000)
                    .build())
            // The JDK's own conversion gives other digits before JDK 19.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    private static final ObjectWriter PRETTY = MAPPER.writer(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withArrayEmptySeparator("")
                    .withObjectEmptySeparator(""))
            .withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private Json() {}

    /** The record as one line of JSON, without a newline at its end. */
    public static String line(Record value) {
        try {
            return VisibleText.inJson(MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** The record as indented JSON with a newline at its end. */
    public static String pretty(Record value) {
        return indented(value);
    }

    /** The tree as {@link #pretty(Record)} writes records. */
    static String pretty(JsonNode tree) {
        return indented(tree);
    }

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + json, e);
        }
    }

    private static String indented(Object value) {
        try {
            return VisibleText.inJson(PRETTY.writeValueAsString(value)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /**
     * Writes {@link #pretty} to a temporary file beside the target, syncs it and renames it: a reader sees the old file
     * or the new one, whole.
     *
     * @throws IOException where it cannot be written; the old file is then untouched
     */
    public static void write(Path file, Record value) throws IOException {
        AtomicFile.write(file, pretty(value).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads one record.
     *
     * @throws BadInputException naming file, line and key of the first fault, and how many more there are
     */
    public static <T extends Record> T read(Path file, Class<T> type) {
        return parse(file.toString(), 1, bytes(file), type);
    }

    /**
     * Reads one record from bytes in memory.
     *
     * @param source what the bytes were read from, for messages
     * @param firstLine line number of the first byte, for messages
     * @throws BadInputException naming source, line and key of the first fault, and how many more there are
     */
    public static <T extends Record> T parse(String source, int firstLine, byte[] json, Class<T> type) {
        List<String> faults = new ArrayList<>();
        T value = new RecordReader(source, firstLine, faults).read(json, type);
        if (!faults.isEmpty()) {
            throw new BadInputException(summary(faults));
        }
        return value;
    }

    /** The first of the faults, at least one, and how many more there are. */
    public static String summary(List<String> faults) {
        int more = faults.size() - 1;
        return faults.get(0) + (more == 0 ? "" : " (and " + more + " more; 'berth validate' lists them)");
    }

    /** All faults of a file that should hold one record, one line each; empty where it can be read. */
    public static List<String> faults(Path file, Class<? extends Record> type) {
        List<String> faults = new ArrayList<>();
        try {
            new RecordReader(file.toString(), 1, faults).read(bytes(file), type);
        } catch (BadInputException e) {
            faults.add(e.getMessage());
        }
        return List.copyOf(faults);
    }

    /**
     * Opens a file.
     *
     * @throws BadInputException where it is not there, or is no regular file
     */
    public static InputStream open(Path file) {
        if (!Files.exists(file)) {
            throw new BadInputException(file + ": no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(file + ": not a regular file, expected a JSON file");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + ": no such file", e);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The bytes of a document.
     *
     * @throws BadInputException where it cannot be read, or is longer than documents may be
     */
    public static byte[] bytes(Path file) {
        try (InputStream in = open(file)) {
            byte[] content = in.readNBytes(MAX_DOCUMENT_BYTES + 1);
            if (content.length > MAX_DOCUMENT_BYTES) {
                throw new BadInputException(file + ": longer than the " + MAX_DOCUMENT_BYTES + " bytes that are read");
            }
            return content;
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}

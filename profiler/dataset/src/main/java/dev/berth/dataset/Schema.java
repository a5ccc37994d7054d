package dev.berth.dataset;

import dev.berth.record.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** JSON Schema (draft 2020-12) files of what the profiler writes; they lie beside the data they describe. */
public enum Schema {
    /** Of {@code profiles.json}. */
    PROFILES("profiles.schema.json"),
    /** Of {@code session.json}. */
    SESSION("session.schema.json"),
    /** Of one line of {@code runs.jsonl}. */
    RUN_ROW("run-row.schema.json"),
    /** Of one line of {@code loads.jsonl}. */
    LOADS_ROW("loads-row.schema.json");

    private final String fileName;

    Schema(String fileName) {
        this.fileName = fileName;
    }

    /** Name of the schema's file, in the jar as beside the data. */
    public String fileName() {
        return fileName;
    }

    /** The schema's text in UTF-8. */
    public byte[] content() {
        try (InputStream in = Schema.class.getResourceAsStream(fileName)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + fileName);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("cannot be read from the jar: " + fileName, e);
        }
    }

    /**
     * Copies the schema into a folder; a file that is there and equal stays untouched.
     *
     * @throws IOException where it cannot be written
     */
    public void writeTo(Path folder) throws IOException {
        Path file = folder.resolve(fileName);
        byte[] content = content();
        if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
            AtomicFile.write(file, content);
        }
    }
}

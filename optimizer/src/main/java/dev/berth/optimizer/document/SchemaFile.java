package dev.berth.optimizer.document;

import dev.berth.record.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The JSON Schemas of the files that are written; each lies beside what it describes. */
public enum SchemaFile {
    PLAN("plan.schema.json"),
    SIMULATION("simulation.schema.json"),
    COMPARISON("comparison.schema.json");

    private final String fileName;

    SchemaFile(String fileName) {
        this.fileName = fileName;
    }

    public String fileName() {
        return fileName;
    }

    public byte[] content() throws IOException {
        try (InputStream in = SchemaFile.class.getResourceAsStream(fileName)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + fileName);
            }
            return in.readAllBytes();
        }
    }

    public void writeBeside(Path document) throws IOException {
        AtomicFile.write(document.toAbsolutePath().resolveSibling(fileName), content());
    }
}

package dev.berth.optimizer.document;

import dev.berth.record.Json;
import dev.berth.record.Schema;
import java.io.IOException;
import java.nio.file.Path;

/** A file that a command writes and others read: all say by whom and from what they were made. */
public sealed interface Document permits PlanFile, SimulationFile, ComparisonFile {
    /** Version of its format. */
    int schemaVersion();

    /** Name and version of the writer. */
    String tool();

    /** Name of the dataset. */
    String profiles();

    /** {@code sha256:} of that file. */
    String profilesFingerprint();

    /** Name of the scenario. */
    String scenario();

    /** {@code sha256:} of that file. */
    String scenarioFingerprint();

    /** JSON Schema of its kind. */
    Schema schema();

    /**
     * Writes it, and its schema beside it.
     *
     * @throws IOException where it cannot be written
     */
    default void write(Path file) throws IOException {
        Json.write(file, (Record) this);
        schema().writeTo(file.toAbsolutePath().getParent());
    }

    /** What it was made from. */
    default Origins origins() {
        return new Origins(
                new Origin("dataset", profiles(), profilesFingerprint()),
                new Origin("scenario", scenario(), scenarioFingerprint()));
    }
}

package dev.berth.optimizer.document;

import dev.berth.record.Json;
import dev.berth.record.Schema;
import dev.berth.text.ShellWords;
import java.io.IOException;
import java.nio.file.Path;

/** A file that a command writes and others read: all say by whom and from what they were made. */
public sealed interface Document permits PlanFile, SimulationFile, ComparisonFile, FleetFile {
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

    /** The command that made it; null where that was not recorded. */
    String command();

    /** The command that makes one like it with all options as they are by default; where its own was not recorded. */
    default String usualCommand() {
        return "berth " + ShellWords.of(verb(), "--profiles", profiles(), "--scenario", scenario());
    }

    /** Name of the command that makes documents of its kind. */
    String verb();

    /** JSON Schema of its kind. */
    Schema schema();

    /**
     * Writes it, and its schema beside it.
     *
     * @throws IOException where it cannot be written
     */
    default void write(Path file) throws IOException {
        Json.write(file, (Record) this);
        schema().writeBeside(file);
    }

    /** What it was made from. */
    default Origins origins() {
        return new Origins(
                new Origin("dataset", profiles(), profilesFingerprint()),
                new Origin("scenario", scenario(), scenarioFingerprint()));
    }
}

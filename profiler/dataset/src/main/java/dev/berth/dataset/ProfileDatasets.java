package dev.berth.dataset;

import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.record.Schema;
import java.io.IOException;
import java.nio.file.Path;

/** Reads and writes {@code profiles.json}. */
public final class ProfileDatasets {
    /** Of {@code profiles.json}. */
    public static final Schema SCHEMA = new Schema("profiles", "Berth profile dataset", ProfileDataset.class);

    private ProfileDatasets() {}

    /**
     * Reads a dataset.
     *
     * @throws BadInputException naming file, line and key of the first fault, and how many more there are
     */
    public static ProfileDataset read(Path file) {
        return Json.read(file, ProfileDataset.class);
    }

    /**
     * Writes a dataset whole or not at all, and its JSON Schema beside it.
     *
     * @throws IOException where it cannot be written; the old dataset is then untouched
     */
    public static void write(ProfileDataset dataset, Path file) throws IOException {
        Json.write(file, dataset);
        SCHEMA.writeBeside(file);
    }

    /**
     * Refuses figures that no real device gave.
     *
     * @param source what the dataset was read from, for the message
     * @throws BadInputException where a stand-in driver made for tests answered
     */
    public static void requireReal(ProfileDataset dataset, String source) {
        for (DeviceRecord device : dataset.devices()) {
            if (device.standIn()) {
                throw new BadInputException(source + ": device " + device.id()
                        + " was a stand-in driver made for tests, expected a real device; measure again on one");
            }
        }
    }
}

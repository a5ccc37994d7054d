package dev.berth.optimizer.document;

import java.nio.file.Path;

/**
 * What every document is made from.
 *
 * @param dataset a profile dataset
 * @param scenario a scenario
 */
public record Origins(Origin dataset, Origin scenario) {
    /** Both files as they are now. */
    public static Origins of(Path profiles, Path scenario) {
        return new Origins(Origin.of("dataset", profiles), Origin.of("scenario", scenario));
    }

    /**
     * Refuses a document that was not made from these files.
     *
     * @throws dev.berth.record.BadInputException naming the file and the one at hand
     */
    public void require(Path document, Path profiles, Path scenarioFile) {
        dataset.require(document, profiles);
        scenario.require(document, scenarioFile);
    }
}

package dev.berth.profiler.export;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.record.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What tables are made of: one dataset, its raw runs, or both.
 *
 * @param name which one of several it is, the first column of every table
 * @param dataset the calibrated dataset; empty where a session was not calibrated
 * @param raw the session's runs; empty where they are not beside the dataset
 */
public record TableSource(String name, Optional<ProfileDataset> dataset, Optional<RawFolder> raw) {
    private static final String RAW = "raw";

    /**
     * A dataset, and the raw runs in the folder {@code raw} beside it.
     *
     * @throws BadInputException where one of them cannot be read, or a stand-in driver made for tests answered
     */
    public static TableSource of(String name, Path profiles) {
        ProfileDataset dataset = ProfileDatasets.read(profiles);
        ProfileDatasets.requireReal(dataset, profiles.toString());
        return new TableSource(
                name, Optional.of(dataset), rawIn(profiles.toAbsolutePath().resolveSibling(RAW)));
    }

    /** A session that was not calibrated. */
    public static TableSource ofSession(String name, Path raw) {
        return new TableSource(name, Optional.empty(), Optional.of(RawFolder.read(raw)));
    }

    private static Optional<RawFolder> rawIn(Path folder) {
        return Files.exists(folder.resolve(RawFolder.SESSION_FILE))
                ? Optional.of(RawFolder.read(folder))
                : Optional.empty();
    }

    /**
     * A part of one of a dataset's models.
     *
     * @param profile the model it is of
     */
    record OfModel<P>(TableSource source, ModelProfile profile, P part) {}

    /**
     * A part of a dataset.
     *
     * @param part one of several
     */
    record Of<P>(TableSource source, P part) {}

    <P> void parts(Function<ProfileDataset, List<P>> parts, Consumer<Of<P>> consumer) {
        dataset.ifPresent(present -> parts.apply(present).forEach(part -> consumer.accept(new Of<>(this, part))));
    }

    <P> void ofModels(Function<ModelProfile, List<P>> parts, Consumer<OfModel<P>> consumer) {
        dataset.ifPresent(present -> present.models()
                .forEach(profile ->
                        parts.apply(profile).forEach(part -> consumer.accept(new OfModel<>(this, profile, part)))));
    }

    <P extends Record> void ofRaw(Function<RawFolder, RawFolder.Rows<P>> rows, Consumer<Of<P>> consumer) {
        raw.ifPresent(present -> rows.apply(present).forEach(row -> consumer.accept(new Of<>(this, row))));
    }
}

package dev.berth.profiler.view;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.raw.ConcurrentRow;
import dev.berth.dataset.raw.EngineRow;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What went wrong with the runs of a session, model by model: each line changes the exit status. */
public final class RunFaults {
    private final SortedMap<String, OfModel> models = new TreeMap<>();

    /** Runs of one model. */
    private static final class OfModel {
        private int runs;
        private int failed;
        private String firstReason = "";
        private String lastFailure = "";

        void add(String failure, String reason) {
            if (runs++ == 0) {
                firstReason = failure != null ? failure : reason;
            }
            if (failure != null) {
                failed++;
                lastFailure = failure;
            }
        }
    }

    private RunFaults() {}

    /**
     * One line a model that has no profile, or of which runs failed.
     *
     * @param raw what the dataset was made from
     */
    public static List<String> of(RawFolder raw, ProfileDataset dataset) {
        RunFaults faults = new RunFaults();
        raw.rows().forEach(faults::add);
        raw.loads().forEach(faults::add);
        raw.engines().forEach(faults::add);
        List<String> lines = new ArrayList<>();
        for (ModelProfile profile : dataset.models()) {
            String name = profile.model().name();
            OfModel model = faults.models.getOrDefault(name, new OfModel());
            if (profile.preload().isEmpty() && profile.engines().isEmpty()) {
                lines.add(name + ": no run succeeded: "
                        + (model.runs > 0
                                ? model.firstReason
                                : "the budget was spent before its first run; allow more with --budget"));
            } else if (model.failed > 0) {
                lines.add(name + ": " + model.failed + " of " + model.runs + " runs failed, the last one: "
                        + model.lastFailure);
            }
        }
        return lines;
    }

    private void add(RunRow row) {
        boolean wrong = row.verified().optional().filter(equal -> !equal).isPresent();
        model(row.key().model())
                .add(
                        row.failure() == null && wrong ? "bytes on the device differ from the file's" : row.failure(),
                        row.cache().reason());
    }

    private void add(ConcurrentRow row) {
        model(row.key().model()).add(row.failure(), row.cache().reason());
    }

    private void add(EngineRow row) {
        model(row.key().model()).add(row.failure(), row.cache().reason());
    }

    private OfModel model(String name) {
        return models.computeIfAbsent(name, one -> new OfModel());
    }
}

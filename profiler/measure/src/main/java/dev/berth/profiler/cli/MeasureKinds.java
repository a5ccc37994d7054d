package dev.berth.profiler.cli;

import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.raw.RawKinds;
import dev.berth.kind.FileKind;
import dev.berth.kind.RecordKind;
import dev.berth.profiler.calibrate.DatasetAudit;
import dev.berth.profiler.cli.plan.RunPlanKind;
import dev.berth.profiler.engine.recipe.RecipeKind;
import dev.berth.profiler.synthesize.layout.LayoutDocument;
import java.util.ArrayList;
import java.util.List;

/** The kinds of file that measuring leaves. */
final class MeasureKinds {
    private MeasureKinds() {}

    static List<FileKind> all() {
        List<FileKind> kinds = new ArrayList<>();
        kinds.add(new RecordKind<>(
                "profile dataset",
                ProfileDataset.class,
                List.of("profiles.json"),
                (file, dataset, profiles) -> DatasetAudit.faults(file.toString(), dataset)));
        kinds.addAll(RawKinds.ALL);
        kinds.add(new RecipeKind());
        kinds.add(new RunPlanKind());
        kinds.add(new RecordKind<>(
                "model layout", LayoutDocument.class, List.of("layout.json"), (file, layout, profiles) -> List.of()));
        return List.copyOf(kinds);
    }
}

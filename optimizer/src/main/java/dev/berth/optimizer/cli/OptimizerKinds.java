package dev.berth.optimizer.cli;

import dev.berth.kind.FileKind;
import dev.berth.kind.RecordKind;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.Document;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.provider.ProviderKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kinds of file that deciding takes and leaves. */
final class OptimizerKinds {
    private OptimizerKinds() {}

    static List<FileKind> all() {
        return List.of(
                new ScenarioKind(),
                new PaperKind(),
                new ProviderKind(),
                new RecordKind<>("plan", PlanFile.class, List.of("plan.json"), OptimizerKinds::madeFrom),
                new RecordKind<>("fleet", FleetFile.class, List.of(FleetFile.NAME), OptimizerKinds::madeFrom),
                new RecordKind<>("simulation", SimulationFile.class, List.of(), OptimizerKinds::madeFrom),
                new RecordKind<>("comparison", ComparisonFile.class, List.of(), OptimizerKinds::madeFrom));
    }

    private static List<String> madeFrom(Path file, Document document, Optional<Path> profiles) {
        profiles.ifPresent(given -> document.origins().dataset().require(file, given));
        return List.of();
    }
}

package dev.berth.optimizer.cli;

import dev.berth.kind.FileKind;
import dev.berth.kind.RecordKind;
import dev.berth.optimizer.decide.Simulating;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.Document;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.Origin;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.provider.ProviderKind;
import dev.berth.optimizer.solve.learned.DenoiserFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of file that deciding takes and leaves. */
final class OptimizerKinds {
    private OptimizerKinds() {}

    static List<FileKind> all() {
        return List.of(
                new ScenarioKind(),
                new PaperKind(),
                new ProviderKind(),
                new RecordKind<>("plan", PlanFile.class, List.of("plan.json"), OptimizerKinds::plan),
                new RecordKind<>("fleet", FleetFile.class, List.of(FleetFile.NAME), OptimizerKinds::madeFrom),
                new RecordKind<>("simulation", SimulationFile.class, List.of(), OptimizerKinds::madeFrom),
                new RecordKind<>("comparison", ComparisonFile.class, List.of(), OptimizerKinds::madeFrom),
                new RecordKind<>("denoiser", DenoiserFile.class, List.of(), (file, denoiser, profiles) -> List.of()));
    }

    /** Worked out again where a dataset is given and the scenario is found, where the plan says or beside it. */
    private static List<String> plan(Path file, PlanFile plan, Optional<Path> profiles) {
        List<String> faults = madeFrom(file, plan, profiles);
        if (profiles.isPresent()) {
            Origin origin = plan.origins().scenario();
            Path named = Path.of(origin.source());
            Stream.of(named, file.resolveSibling(named.getFileName()))
                    .filter(scenario -> Files.isRegularFile(scenario)
                            && Origin.fingerprint(scenario).equals(origin.fingerprint()))
                    .findFirst()
                    .ifPresent(scenario -> Simulating.requirePlans(profiles.get(), scenario, file));
        }
        return faults;
    }

    private static List<String> madeFrom(Path file, Document document, Optional<Path> profiles) {
        profiles.ifPresent(given -> document.origins().dataset().require(file, given));
        return List.of();
    }
}

package dev.berth.optimizer.cli;

import dev.berth.kind.FileKind;
import dev.berth.kind.Verdict;
import dev.berth.optimizer.decide.Simulating;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.scenario.ScenarioFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Scenarios; with a dataset, all that planning or simulating with it would refuse is a fault. */
final class ScenarioKind implements FileKind {
    @Override
    public String name() {
        return "scenario";
    }

    @Override
    public List<String> fileNames() {
        return List.of("scenario.yaml");
    }

    @Override
    public Set<String> keys() {
        return ScenarioFile.SCHEMA.keys();
    }

    @Override
    public Verdict check(Path file, Optional<Path> profiles) {
        List<String> faults = ScenarioFile.faults(file);
        if (faults.isEmpty() && profiles.isPresent()) {
            try {
                Simulating.require(profiles.get(), file);
            } catch (InfeasibleException e) {
                return Verdict.infeasible(e.getMessage());
            }
        }
        return Verdict.of(faults);
    }
}

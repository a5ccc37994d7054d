package dev.berth.profiler.cli.plan;

import dev.berth.kind.FileKind;
import dev.berth.kind.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files that hold a run plan. */
public final class RunPlanKind implements FileKind {
    @Override
    public String name() {
        return "run plan";
    }

    @Override
    public List<String> fileNames() {
        return List.of();
    }

    @Override
    public Set<String> keys() {
        return RunPlanDocument.SCHEMA.keys();
    }

    @Override
    public Verdict check(Path file, Optional<Path> profiles) {
        return Verdict.of(RunPlanFile.faults(file));
    }
}

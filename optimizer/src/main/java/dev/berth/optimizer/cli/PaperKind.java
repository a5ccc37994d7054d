package dev.berth.optimizer.cli;

import dev.berth.kind.FileKind;
import dev.berth.kind.Verdict;
import dev.berth.optimizer.paper.Paper;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files that say which studies a folder holds. */
final class PaperKind implements FileKind {
    @Override
    public String name() {
        return "paper";
    }

    @Override
    public List<String> fileNames() {
        return List.of(Paper.FILE);
    }

    @Override
    public Set<String> keys() {
        return Paper.SCHEMA.keys();
    }

    @Override
    public Verdict check(Path file, Optional<Path> profiles) {
        return Verdict.of(Paper.faults(file));
    }
}

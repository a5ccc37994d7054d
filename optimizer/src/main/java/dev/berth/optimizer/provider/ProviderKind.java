package dev.berth.optimizer.provider;

import dev.berth.kind.FileKind;
import dev.berth.kind.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files that say which providers tasks choose among. */
public final class ProviderKind implements FileKind {
    @Override
    public String name() {
        return "providers";
    }

    @Override
    public List<String> fileNames() {
        return List.of("providers.yaml");
    }

    @Override
    public Set<String> keys() {
        return ProviderSetting.SCHEMA.keys();
    }

    @Override
    public Verdict check(Path file, Optional<Path> profiles) {
        return Verdict.of(ProviderSetting.faults(file));
    }
}

package dev.berth.profiler.engine.recipe;

import dev.berth.kind.FileKind;
import dev.berth.kind.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files that hold a recipe. */
public final class RecipeKind implements FileKind {
    @Override
    public String name() {
        return "recipe";
    }

    @Override
    public List<String> fileNames() {
        return List.of();
    }

    @Override
    public Set<String> keys() {
        return Recipe.SCHEMA.keys();
    }

    @Override
    public Verdict check(Path file, Optional<Path> profiles) {
        return Verdict.of(Recipes.faults(file));
    }
}

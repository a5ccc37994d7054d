package dev.berth.profiler.cli.option;

import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.engine.exec.ExecEngine;
import dev.berth.profiler.engine.recipe.FoundRecipe;
import dev.berth.profiler.engine.recipe.Recipe;
import dev.berth.profiler.engine.recipe.Recipes;
import dev.berth.profiler.fetch.PackageCache;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** What loads or serves the models; part of {@link MeasurementOptions}. */
final class EngineOptions {
    @Option(
            names = "--engine",
            split = ",",
            defaultValue = "weights",
            paramLabel = "weights|exec,...",
            description =
                    "What loads the model: weights alone are preloaded; exec: serving commands are started, by --recipe, until they are ready and answer; both: weights,exec. Default: ${DEFAULT-VALUE}.")
    private List<Kind> kinds;

    @Option(
            names = "--recipe",
            split = ",",
            paramLabel = "NAME|FILE,...",
            description = "How a serving command is started, asked and stopped; 'berth recipes' lists those that ship.")
    private List<String> recipes = List.of();

    @Option(
            names = "--probe-steps",
            paramLabel = "N,...",
            description =
                    "Steps, or tokens, that later requests ask for in turn besides the recipe's own, for example 1,4,16: what one costs is fitted.")
    private String probeSteps;

    @Option(
            names = "--engine-threads",
            paramLabel = "N,...",
            description = "Threads that engines compute with, each measured; default: the recipe's.")
    private String engineThreads;

    private enum Kind {
        WEIGHTS,
        EXEC
    }

    private Set<Kind> chosen() {
        return EnumSet.copyOf(kinds);
    }

    /** Whether weights alone are preloaded too. */
    boolean loadsWeights() {
        return chosen().contains(Kind.WEIGHTS);
    }

    /**
     * The engines asked for, none of them prepared; no two of one setting.
     *
     * @throws IllegalArgumentException where options contradict one another
     * @throws dev.berth.record.BadInputException where a recipe cannot be read
     */
    List<Engine> engines() {
        boolean exec = chosen().contains(Kind.EXEC);
        if (exec && recipes.isEmpty()) {
            throw new IllegalArgumentException(
                    "--engine exec needs --recipe NAME|FILE, one of " + String.join(", ", Recipes.SHIPPED));
        }
        if (!exec && (!recipes.isEmpty() || probeSteps != null || engineThreads != null)) {
            throw new IllegalArgumentException(
                    "--recipe, --probe-steps and --engine-threads are of --engine exec, which is not asked for");
        }
        List<Engine> engines = new ArrayList<>();
        for (String name : recipes.stream().distinct().toList()) {
            FoundRecipe found = Recipes.of(name);
            if (probeSteps != null) {
                List<Integer> steps = Ranges.counts("--probe-steps", probeSteps);
                found = found.with(recipe -> recipe.varying(steps));
            }
            for (int threads : threads(found.recipe())) {
                engines.add(new ExecEngine(found.with(recipe -> recipe.with(threads)), PackageCache.defaultFolder()));
            }
        }
        return engines;
    }

    private List<Integer> threads(Recipe recipe) {
        return engineThreads == null ? List.of(recipe.threads()) : Ranges.counts("--engine-threads", engineThreads);
    }
}

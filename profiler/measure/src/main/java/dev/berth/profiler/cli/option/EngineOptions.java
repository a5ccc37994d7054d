package dev.berth.profiler.cli.option;

import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.engine.exec.ExecEngine;
import dev.berth.profiler.engine.onnxruntime.OnnxRuntimeEngine;
import dev.berth.profiler.engine.onnxruntime.OrtSetting;
import dev.berth.profiler.engine.recipe.FoundRecipe;
import dev.berth.profiler.engine.recipe.Recipes;
import dev.berth.profiler.fetch.PackageCache;
import dev.berth.profiler.fetch.PackageClients;
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
            hideParamSyntax = true,
            paramLabel = "weights|onnxruntime|exec,...",
            description =
                    "What loads the model: weights alone are preloaded; onnxruntime: a session of ONNX Runtime is made and run; exec: serving commands are started, by --recipe, until they are ready and answer; several: weights,exec. Default: ${DEFAULT-VALUE}.")
    private List<Kind> kinds;

    @Option(
            names = "--recipe",
            split = ",",
            hideParamSyntax = true,
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
            description =
                    "Threads that engines compute with, each measured; default: the recipe's, of onnxruntime the processors there are.")
    private String engineThreads;

    @Option(
            names = "--input",
            paramLabel = "NAME=1x128",
            description =
                    "Dimensions of an input of --engine onnxruntime, may be given again; where it may vary and nothing is said, the first is 1 and others are 128.")
    private List<String> inputs = List.of();

    private enum Kind {
        WEIGHTS,
        ONNXRUNTIME,
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
     * @param device id that {@code --device} names, or auto
     * @throws IllegalArgumentException where options contradict one another
     * @throws dev.berth.record.BadInputException where a recipe cannot be read
     */
    List<Engine> engines(String device) {
        boolean exec = chosen().contains(Kind.EXEC);
        if (exec && recipes.isEmpty()) {
            throw new IllegalArgumentException(
                    "--engine exec needs --recipe NAME|FILE, one of " + String.join(", ", Recipes.SHIPPED));
        }
        boolean onnx = chosen().contains(Kind.ONNXRUNTIME);
        if (!exec && (!recipes.isEmpty() || probeSteps != null)) {
            throw new IllegalArgumentException(
                    "--recipe and --probe-steps are of --engine exec, which is not asked for");
        }
        if (!onnx && !inputs.isEmpty()) {
            throw new IllegalArgumentException("--input is of --engine onnxruntime, which is not asked for");
        }
        if (!exec && !onnx && engineThreads != null) {
            throw new IllegalArgumentException(
                    "--engine-threads is of --engine exec and onnxruntime, which are not asked for");
        }
        List<Engine> engines = new ArrayList<>();
        for (String name : recipes.stream().distinct().toList()) {
            FoundRecipe found = Recipes.of(name);
            if (probeSteps != null) {
                List<Integer> steps = Ranges.counts("--probe-steps", probeSteps);
                found = found.with(recipe -> recipe.varying(steps));
            }
            for (int threads : threads(found.recipe().threads())) {
                engines.add(new ExecEngine(found.with(recipe -> recipe.with(threads)), PackageCache.defaultFolder()));
            }
        }
        if (onnx) {
            for (int threads : threads(Runtime.getRuntime().availableProcessors())) {
                engines.add(new OnnxRuntimeEngine(
                        OrtSetting.of(device, threads, inputs),
                        new PackageCache(PackageCache.defaultFolder(), new PackageClients())));
            }
        }
        return engines;
    }

    private List<Integer> threads(int usual) {
        return engineThreads == null ? List.of(usual) : Ranges.counts("--engine-threads", engineThreads);
    }
}

package dev.berth.profiler.model.folder;

import dev.berth.profiler.model.ModelChoice;
import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.WeightFormat;
import dev.berth.profiler.model.folder.WeightSet.Kind;
import dev.berth.profiler.model.gguf.GgufFormat;
import dev.berth.profiler.model.onnx.OnnxFormat;
import dev.berth.profiler.model.safetensors.SafetensorsFormat;
import dev.berth.profiler.model.safetensors.SafetensorsIndexFormat;
import dev.berth.profiler.model.torch.TorchFormat;
import dev.berth.profiler.model.torch.TorchIndexFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which of a folder's sets of weights a loader takes: the one rule for folders. {@code profiler/MODELS.md} has it in
 * words, with the source of each part.
 */
final class FolderRule {
    private static final WeightFormat SAFETENSORS = new SafetensorsFormat();
    private static final WeightFormat SAFETENSORS_INDEX = new SafetensorsIndexFormat();
    private static final WeightFormat PYTORCH = new TorchFormat();
    private static final WeightFormat PYTORCH_INDEX = new TorchIndexFormat();

    /** What loaders look for by name, in their order: Transformers' names and Diffusers', OpenCLIP's, Coqui's. */
    private record SavedName(String stem, WeightFormat format, Kind kind) {
        boolean is(WeightSet set) {
            return set.stem().equals(stem)
                    && set.variant().isEmpty()
                    && set.kind() == kind
                    && set.format().equals(format);
        }
    }

    private static final List<SavedName> SAVED_NAMES = List.of(
            new SavedName("model", SAFETENSORS, Kind.SINGLE),
            new SavedName("model", SAFETENSORS_INDEX, Kind.INDEX),
            new SavedName("diffusion_pytorch_model", SAFETENSORS_INDEX, Kind.INDEX),
            new SavedName("diffusion_pytorch_model", SAFETENSORS, Kind.SINGLE),
            new SavedName("pytorch_model", PYTORCH, Kind.SINGLE),
            new SavedName("pytorch_model", PYTORCH_INDEX, Kind.INDEX),
            new SavedName("diffusion_pytorch_model", PYTORCH_INDEX, Kind.INDEX),
            new SavedName("diffusion_pytorch_model", PYTORCH, Kind.SINGLE),
            new SavedName("open_clip_model", SAFETENSORS, Kind.SINGLE),
            new SavedName("open_clip_pytorch_model", PYTORCH, Kind.SINGLE),
            new SavedName("model", PYTORCH, Kind.SINGLE),
            // No loader finds these without an index; they are what is left where that was not fetched.
            new SavedName("model", SAFETENSORS, Kind.SHARDS),
            new SavedName("diffusion_pytorch_model", SAFETENSORS, Kind.SHARDS),
            new SavedName("pytorch_model", PYTORCH, Kind.SHARDS),
            new SavedName("diffusion_pytorch_model", PYTORCH, Kind.SHARDS));

    /** Stems of {@link #SAVED_NAMES} and of other copies of the same weights that are published beside them. */
    private static final Set<String> COPIES =
            Set.of("model", "pytorch_model", "diffusion_pytorch_model", "open_clip_model", "open_clip_pytorch_model");

    private static final Set<WeightFormat> LOADED_BY_NAME = Set.of(SAFETENSORS, PYTORCH);

    /** Files that make the only weights beside them the folder's model. */
    private static final List<String> ANNOUNCING = List.of(
            "config.json", "saved_model.pb", "model.json", "genai_config.json", "params.json", "tokenizer.json");

    /** What Accelerate saves of a second and third model. */
    private static final Pattern NUMBERED = Pattern.compile("model_\\d+");

    /** An epoch of torchtune's. */
    private static final Pattern TORCHTUNE = Pattern.compile("hf_model_\\d+");

    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private static final String ADAPTER = "adapter_model";

    /** What LLaVA's trainer saves beside the adapter, and its loader takes with it. */
    private static final String BESIDE_ADAPTER = "non_lora_trainables";

    /** mlx-lm's adapter, and those that it saves on the way. */
    private static final String MLX_ADAPTER = "adapters";

    private static final Pattern MLX_STEP = Pattern.compile("\\d{7}_adapters");

    private FolderRule() {}

    /**
     * Sets that are models.
     *
     * @param whole whether the one set is the folder's own model; false where sets stand side by side
     * @param sets what is taken, in order
     * @param faults of what loaders pass over in silence
     */
    record Taken(boolean whole, List<WeightSet> sets, List<ModelFault> faults) {}

    /**
     * What of a folder is taken.
     *
     * @param contents the folder
     * @param choice what was asked for
     * @throws ModelFaultException where the folder is one model that has not what was asked for
     */
    static Taken take(FolderContents contents, ModelChoice choice) throws ModelFaultException {
        List<WeightSet> sets = withoutStale(withoutReplaced(contents.sets()));
        boolean announced = ANNOUNCING.stream().anyMatch(contents::has);
        Optional<WeightSet> saved = saved(sets);
        if (!choice.isDefault()) {
            List<WeightSet> chosen = sets.stream()
                    .filter(set -> matches(contents.folder(), set, choice))
                    .filter(set -> !isProjector(set) || choice.file().isPresent())
                    .toList();
            if (chosen.isEmpty() && saved.isPresent()) {
                throw nothingChosen(contents, sets, choice);
            }
            return new Taken(false, chosen, List.of());
        }
        if (saved.isPresent()) {
            List<WeightSet> taken = new ArrayList<>(List.of(saved.get()));
            if (!contents.has("config.json")) {
                sets.stream().filter(set -> !isCopy(set)).forEach(taken::add);
            }
            List<ModelFault> passedOver = sets.stream()
                    .filter(set -> isCopy(set) && isNoFile(set))
                    .map(set -> set.fault().get())
                    .toList();
            return new Taken(taken.size() == 1, ordered(taken), passedOver);
        }
        List<WeightSet> adapters = adapters(sets);
        List<WeightSet> taken = firstNonEmpty(
                sets.stream().filter(set -> !isConsolidated(set.stem()) && !isOfAdapter(adapters, set)),
                sets.stream().filter(set -> isConsolidated(set.stem())),
                adapters.stream().limit(1));
        List<WeightSet> models = taken.stream().filter(set -> !isProjector(set)).toList();
        if (models.isEmpty()) {
            models = taken;
        }
        boolean whole = models.size() == 1 && (announced || isCopy(models.get(0)) || isAdapter(models.get(0)));
        return new Taken(whole, ordered(models), List.of());
    }

    /**
     * What is loaded with a set: the projector of a GGUF model, what was trained beside an adapter.
     *
     * @param contents the set's folder
     * @param above the folder above, where that one holds projectors alone
     */
    static Optional<WeightSet> loadedWith(FolderContents contents, WeightSet set, Optional<FolderContents> above) {
        if (isAdapter(set)) {
            return contents.sets().stream()
                    .filter(it -> it.stem().equals(BESIDE_ADAPTER))
                    .findFirst();
        }
        return projector(contents, set, contents).or(() -> above.flatMap(it -> projector(contents, set, it)));
    }

    /**
     * The projector that llama.cpp loads with a model: of several that of the nearest width.
     *
     * @param contents the model's folder
     * @param place where projectors are looked for, the same folder or the one above it
     */
    private static Optional<WeightSet> projector(FolderContents contents, WeightSet model, FolderContents place) {
        if (!(model.format() instanceof GgufFormat) || isProjector(model)) {
            return Optional.empty();
        }
        boolean alone = contents.stems().size() == 1;
        int bits = bits(model);
        return place.projectors().stream()
                .filter(set -> alone || set.label().contains(model.stem()))
                .min(Comparator.comparingInt((WeightSet set) -> Math.abs(bits(set) - bits))
                        .thenComparing(WeightSet::main));
    }

    /**
     * Why a set is not taken, in words for people.
     *
     * @param taken what is taken in its place
     * @param name of the set's main file relative to the model's folder
     */
    static String reason(WeightSet set, Optional<WeightSet> taken, String name) {
        if (set.fault().isPresent()) {
            return set.fault().get().value();
        }
        if (MLX_STEP.matcher(set.stem()).matches()) {
            return "an adapter on the way of training; --file " + name + " takes it";
        }
        if (isAdapter(set) && taken.filter(FolderRule::isAdapter).isEmpty()) {
            return "an adapter, loaded on top of the model";
        }
        if (isStale(set)) {
            return "names shards that are not here";
        }
        if (set.kind() == Kind.INDEX
                && taken.filter(it -> set.files().containsAll(it.files())).isPresent()) {
            return "an index of the file that is taken";
        }
        if (set.kind() == Kind.SINGLE && set.format() instanceof OnnxFormat && OnnxGraphs.replaced(set.stem())) {
            return "a graph that the merged one stands for";
        }
        if (isProjector(set)) {
            return "a projector for images";
        }
        boolean sameFormat = taken.isPresent()
                && taken.get().format().container().equals(set.format().container());
        return set.variant().isPresent() && sameFormat
                ? "another precision of the weights; --variant " + set.variant().get() + " takes it"
                : "other weights; --file " + name + " takes them";
    }

    static boolean isProjector(WeightSet set) {
        return set.format() instanceof GgufFormat
                && set.label().toLowerCase(Locale.ROOT).contains("mmproj");
    }

    /** Whether a file bears a name that loaders give the weights of any model. */
    static boolean isSavedName(Path file) {
        return COPIES.contains(WeightName.of(file).stem())
                || isConsolidated(WeightName.of(file).stem());
    }

    /** Whether the name is one under which loaders save, plain or a variant, or a known copy of such. */
    static boolean isCopy(WeightSet set) {
        boolean saved = COPIES.contains(set.stem())
                || isConsolidated(set.stem())
                || NUMBERED.matcher(set.stem()).matches();
        return isAdapter(set) || (saved && LOADED_BY_NAME.contains(set.format().container()));
    }

    /** Whether a loader that reads a configuration looks for weights of that name or variant of it. */
    static boolean isLoadedByName(WeightSet set) {
        if (TORCHTUNE.matcher(set.stem()).matches()) {
            return true;
        }
        boolean graph = set.format() instanceof OnnxFormat
                && (set.kind() == Kind.GRAPHS || set.stem().equals("model"));
        return graph || (isCopy(set) && !NUMBERED.matcher(set.stem()).matches());
    }

    private static boolean isAdapter(WeightSet set) {
        return set.stem().equals(ADAPTER) || set.stem().equals(MLX_ADAPTER);
    }

    /** Adapters of a folder, that which is loaded first. */
    private static List<WeightSet> adapters(List<WeightSet> sets) {
        return sets.stream()
                .filter(FolderRule::isAdapter)
                .sorted(Comparator.comparing(set -> !set.format().equals(SAFETENSORS)))
                .toList();
    }

    /** Whether a set is an adapter, or was trained with it. */
    private static boolean isOfAdapter(List<WeightSet> adapters, WeightSet set) {
        return adapters.contains(set)
                || (!adapters.isEmpty()
                        && (set.stem().equals(BESIDE_ADAPTER)
                                || MLX_STEP.matcher(set.stem()).matches()));
    }

    private static Optional<WeightSet> saved(List<WeightSet> sets) {
        return SAVED_NAMES.stream()
                .flatMap(name -> sets.stream().filter(name::is))
                .filter(set -> !isNoFile(set))
                .findFirst();
    }

    private static List<WeightSet> withoutReplaced(List<WeightSet> sets) {
        Set<Optional<String>> merged = new HashSet<>();
        sets.stream()
                .filter(set -> set.format() instanceof OnnxFormat
                        && set.parts().keySet().stream().anyMatch(role -> role.startsWith(OnnxGraphs.MERGED)))
                .forEach(set -> merged.add(set.variant()));
        return sets.stream()
                .filter(set -> !(set.kind() == Kind.SINGLE
                        && OnnxGraphs.replaced(set.stem())
                        && merged.contains(set.variant())))
                .toList();
    }

    /**
     * Quantizers copy the index of the original beside weights of their own name: one whose shards all are elsewhere is
     * not what their loaders read.
     */
    private static List<WeightSet> withoutStale(List<WeightSet> sets) {
        boolean others = sets.stream().anyMatch(set -> !isCopy(set) && LOADED_BY_NAME.contains(set.format()));
        return others ? sets.stream().filter(set -> !isStale(set)).toList() : sets;
    }

    private static boolean isStale(WeightSet set) {
        return set.kind() == Kind.INDEX
                && set.files().size() > 1
                && set.files().stream().noneMatch(file -> !file.equals(set.main()) && Files.exists(file));
    }

    /** Whether a set is what was asked for; a file is named relative to the folder. */
    static boolean matches(Path folder, WeightSet set, ModelChoice choice) {
        return choice.variant()
                        .map(name ->
                                set.variant().filter(name::equalsIgnoreCase).isPresent())
                        .orElse(true)
                && choice.file()
                        .map(name -> set.files().contains(folder.resolve(name).normalize()))
                        .orElse(true);
    }

    private static ModelFaultException nothingChosen(
            FolderContents contents, List<WeightSet> sets, ModelChoice choice) {
        List<String> there = sets.stream()
                .map(set -> choice.variant().isPresent()
                        ? set.variant().orElse("plain")
                        : set.main().getFileName().toString())
                .distinct()
                .toList();
        return new ModelFaultException(
                new ModelFault(contents.folder(), choice.asked(), "not there", "one of " + there, "name one of those"));
    }

    /** Whether the name is a link that leads nowhere, a pipe or the like, which loaders do not see. */
    private static boolean isNoFile(WeightSet set) {
        return set.kind() == Kind.SINGLE && !Files.isRegularFile(set.main());
    }

    static boolean isConsolidated(String stem) {
        return stem.startsWith("consolidated");
    }

    private static int bits(WeightSet set) {
        Matcher digits = DIGITS.matcher(set.variant().orElse(""));
        return digits.find() ? Integer.parseInt(digits.group()) : 32;
    }

    @SafeVarargs
    private static List<WeightSet> firstNonEmpty(Stream<WeightSet>... choices) {
        for (Stream<WeightSet> choice : choices) {
            List<WeightSet> sets = choice.toList();
            if (!sets.isEmpty()) {
                return sets;
            }
        }
        return List.of();
    }

    private static List<WeightSet> ordered(List<WeightSet> sets) {
        return sets.stream().sorted(Comparator.comparing(WeightSet::main)).toList();
    }
}

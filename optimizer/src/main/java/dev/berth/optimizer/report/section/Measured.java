package dev.berth.optimizer.report.section;

import dev.berth.dataset.Ceiling;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.ProfileDataset;
import dev.berth.text.ShellWords;
import dev.berth.text.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One dataset of the folder.
 *
 * @param suffix of ids on the page; empty for the first
 * @param heading what tells it from the others; empty where it is the only one
 * @param folder of its session; empty where it does not lie there, or that is not told
 */
record Measured(String suffix, String heading, String folder, ProfileDataset dataset) {
    private static final int MOST_NAMES = 3;

    /** One preload of one model. */
    record Load(ModelProfile profile, Preload preload) {}

    String id(String what) {
        return what + suffix;
    }

    /** Models by what their weights take, the smallest first. */
    List<ModelProfile> bySize() {
        return dataset.models().stream()
                .sorted(Comparator.comparingLong(
                                (ModelProfile model) -> model.model().weightBytes())
                        .thenComparing(model -> model.model().name()))
                .toList();
    }

    /** How models were preloaded, in order. */
    SortedSet<PreloadSetting> settings() {
        SortedSet<PreloadSetting> settings = new TreeSet<>();
        dataset.models().forEach(model -> model.preload().forEach(preload -> settings.add(preload.setting())));
        return settings;
    }

    /** Preloads with one setting, the smallest models first. */
    List<Load> loads(PreloadSetting setting) {
        List<Load> loads = new ArrayList<>();
        for (ModelProfile model : bySize()) {
            model.preload().stream()
                    .filter(preload -> preload.setting().equals(setting))
                    .forEach(preload -> loads.add(new Load(model, preload)));
        }
        return loads;
    }

    /** The delay that the direct reads of a model's files would take at the rate that storage gave. */
    OptionalDouble leastNanos(Load load) {
        Optional<Double> ceiling = dataset.ceilings().stream()
                .filter(each -> each.kind() == Ceiling.Kind.DIRECT_READ)
                .filter(each -> each.subject().equals(load.profile().model().name()))
                .map(Ceiling::bytesPerSecond)
                .findFirst();
        return ceiling.isPresent() && load.preload().fractionOfDisk().optional().isPresent()
                ? OptionalDouble.of(load.preload().bytes() / ceiling.get() * 1e9)
                : OptionalDouble.empty();
    }

    /** A model's name as charts know it. */
    static String name(ModelProfile profile) {
        return VisibleText.of(profile.model().name());
    }

    /** The commands behind loads, with what the dataset tells of them. */
    String made() {
        List<Object> options = new ArrayList<>();
        add(options, "--device", models(model -> model.preload().stream().map(Preload::device)));
        add(options, "--reader", models(model -> model.preload().stream().map(Preload::reader)));
        add(options, "--threads", models(model -> model.preload().stream().map(Preload::threads)));
        return made(options);
    }

    /** The commands behind what engines served. */
    String madeByEngines() {
        List<Object> options = new ArrayList<>();
        add(options, "--engine", models(model -> model.engines().stream().map(EngineProfile::engine)));
        return made(options);
    }

    /** The commands behind several loads at once. */
    String madeAtOnce() {
        List<Object> options = new ArrayList<>();
        add(
                options,
                "--loads",
                models(model -> model.concurrent().stream().map(ModelProfile.ConcurrentPreload::loads)));
        return made(options);
    }

    private List<Object> models(Function<ModelProfile, Stream<?>> told) {
        return dataset.models().stream()
                .flatMap(told)
                .distinct()
                .sorted()
                .map(Object.class::cast)
                .toList();
    }

    private static void add(List<Object> options, String name, List<Object> values) {
        if (!values.isEmpty()) {
            options.add(name);
            options.add(values.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
    }

    /** A dataset does not say where it was put: that of one session lies where the session's other files do. */
    private String told(String command) {
        boolean isWhere = dataset.commands().size() == 1 && !folder.isEmpty();
        return ShellWords.told(command) + (isWhere ? " " + ShellWords.of("--out", folder) : "");
    }

    /** What older datasets do not tell is told as well as can be; "run" does both at once. */
    private String made(List<Object> options) {
        if (!dataset.commands().isEmpty()) {
            return VisibleText.of(dataset.commands().stream().map(this::told).collect(Collectors.joining("; ")));
        }
        List<Object> names = models(model -> Stream.of(model.model().name()));
        List<Object> words = new ArrayList<>(List.of("profile", "MODEL..."));
        words.addAll(options);
        return VisibleText.of(ShellWords.told("berth " + ShellWords.of(words.toArray())) + " and "
                + ShellWords.told("berth calibrate") + " (or " + ShellWords.told("berth run") + ") of "
                + dataset.models().size()
                + (dataset.models().size() == 1 ? " model: " : " models: ")
                + names.stream().limit(MOST_NAMES).map(String::valueOf).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : ""));
    }
}

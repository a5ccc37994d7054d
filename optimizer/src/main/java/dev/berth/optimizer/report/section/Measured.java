package dev.berth.optimizer.report.section;

import dev.berth.dataset.Ceiling;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.ProfileDataset;
import dev.berth.text.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One dataset of the folder.
 *
 * @param suffix of ids on the page; empty for the first
 * @param heading what tells it from the others; empty where it is the only one
 */
record Measured(String suffix, String heading, ProfileDataset dataset) {
    /** One preload of one model. */
    record Load(ModelProfile profile, Preload preload) {}

    String id(String what) {
        return what + suffix;
    }

    String heading(String words) {
        return heading.isEmpty() ? words : words + ", " + heading;
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
}

package dev.berth.optimizer.scenario.yaml;

import dev.berth.dataset.CacheTier;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Residency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The words that scenario files use for the values of an enum, in the enum's order. */
public final class Labels {
    public static final Map<String, Residency> RESIDENCIES = of(Residency.values(), Residency::label);

    /** What models may be kept as at least. */
    public static final Map<String, Residency> LOWEST =
            of(new Residency[] {Residency.ABSENT, Residency.STORED, Residency.LOADED}, Residency::label);

    public static final Map<String, Charging> CHARGINGS = of(Charging.values(), Charging::label);
    public static final Map<String, CacheTier> TIERS = of(CacheTier.values(), CacheTier::label);

    /** Tiers out of host memory. */
    public static final Map<String, CacheTier> HOST_TIERS =
            of(new CacheTier[] {CacheTier.PAGE_CACHE_WARM, CacheTier.PINNED_WARM}, CacheTier::label);

    private Labels() {}

    public static <T> Map<String, T> of(T[] values, Function<T, String> label) {
        Map<String, T> labels = new LinkedHashMap<>();
        for (T value : values) {
            labels.put(label.apply(value), value);
        }
        return labels;
    }
}

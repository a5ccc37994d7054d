package dev.berth.predict;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.ProfileDataset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A machine to predict for that is not a dataset's.
 *
 * @param fingerprint of the machine
 * @param ceilings what it gives at most
 * @param models that were measured on it; may be empty
 */
public record OtherMachine(String fingerprint, List<Ceiling> ceilings, List<ModelProfile> models) {
    public OtherMachine {
        ceilings = List.copyOf(ceilings);
        models = List.copyOf(models);
    }

    /** The machine of another dataset. */
    public static OtherMachine of(ProfileDataset dataset) {
        return new OtherMachine(dataset.machine().fingerprint(), dataset.ceilings(), dataset.models());
    }

    /** The setting of a device and tier that most models were measured in. */
    Optional<PreloadSetting> setting(String device, CacheTier tier) {
        Map<PreloadSetting, Long> models = this.models.stream()
                .flatMap(model -> model.preload().stream())
                .map(ModelProfile.Preload::setting)
                .filter(setting -> setting.device().equals(device) && setting.tier() == tier)
                .collect(Collectors.groupingBy(setting -> setting, Collectors.counting()));
        return models.keySet().stream()
                .min(Comparator.comparing((PreloadSetting setting) -> -models.get(setting))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The models of the setting of a device and tier, smallest first; empty where there are none. */
    List<Sample> samples(String device, CacheTier tier) {
        return setting(device, tier).map(setting -> Sample.of(models, setting)).orElse(List.of());
    }
}

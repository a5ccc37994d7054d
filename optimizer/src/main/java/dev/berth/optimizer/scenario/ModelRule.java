package dev.berth.optimizer.scenario;

import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.optimizer.scenario.yaml.Labels;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a scenario says of one model beyond the dataset.
 *
 * @param place file, line and key, for messages
 * @param exclude whether the model is left out of the problem; all else is then without effect
 * @param lowest residency it has at least in every slot
 * @param highest residency it has at most in every slot, at least {@code lowest}
 * @param storageBytes instead of the dataset's
 * @param memoryBytes instead of the dataset's
 * @param energyJoulesPerSlot what it takes in one slot when loaded, instead of the server's power a gibibyte
 * @param preloadMillis from storage into device memory, instead of the dataset's
 * @param inferenceMillis one request on the edge, instead of the dataset's
 * @param cloudDelayMillis one request served by the cloud, instead of the scenario's
 */
public record ModelRule(
        String place,
        boolean exclude,
        Residency lowest,
        Residency highest,
        OptionalLong storageBytes,
        OptionalLong memoryBytes,
        OptionalDouble energyJoulesPerSlot,
        OptionalDouble preloadMillis,
        OptionalDouble inferenceMillis,
        OptionalDouble cloudDelayMillis) {
    /** Of a model that the scenario does not name. */
    static final ModelRule NONE = new ModelRule(
            "",
            false,
            Residency.ABSENT,
            Residency.LOADED,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());

    /** Takes the keys of one model. */
    static ModelRule read(Keys keys) {
        Residency lowest = keys.has("minResidency")
                ? keys.choice("minResidency", Labels.LOWEST).orElse(Residency.ABSENT)
                : Residency.ABSENT;
        Residency highest = keys.has("maxResidency")
                ? keys.choice("maxResidency", Labels.RESIDENCIES).orElse(Residency.LOADED)
                : Residency.LOADED;
        if (lowest.compareTo(highest) > 0) {
            keys.fault("expected minResidency not above maxResidency, found " + lowest.label() + " above "
                    + highest.label());
        }
        boolean exclude = keys.has("exclude") && keys.flag("exclude");
        if (exclude && lowest != Residency.ABSENT) {
            keys.fault("expected either exclude or minResidency " + lowest.label() + ", found both");
        }
        ModelRule rule = new ModelRule(
                keys.place(),
                exclude,
                lowest,
                highest,
                keys.optionalWhole("storageBytes"),
                keys.optionalWhole("memoryBytes"),
                keys.optionalNumber("energyJoulesPerSlot"),
                keys.optionalNumber("preloadMillis"),
                keys.optionalNumber("inferenceMillis"),
                keys.optionalNumber("cloudDelayMillis"));
        keys.end();
        return rule;
    }
}

package dev.berth.optimizer.scenario.services;

import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.optimizer.scenario.yaml.Labels;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a scenario's {@code services}. */
public final class ServiceKeys {
    private static final String CLOUD = "cloud";
    private static final String MOST_VERSIONS = "expected at most " + Versions.MOST + " versions in all slots";

    private final int slots;
    private final double slotSeconds;

    private ServiceKeys(int slots, double slotSeconds) {
        this.slots = slots;
        this.slotSeconds = slotSeconds;
    }

    /**
     * Takes the keys of all services, by name.
     *
     * @param slots how many there are; 0 where that could not be read
     * @param slotSeconds their length, > 0
     */
    public static Map<String, ServiceRule> read(Keys keys, int slots, double slotSeconds) {
        ServiceKeys reader = new ServiceKeys(slots, slotSeconds);
        Map<String, ServiceRule> services = new LinkedHashMap<>();
        for (String name : keys.names()) {
            if (name.isBlank()) {
                keys.fault("a service has no name, expected one that is not blank; name it");
                continue;
            }
            services.put(name, reader.service(keys.mapping(name)));
        }
        return services;
    }

    private ServiceRule service(Keys keys) {
        List<ServiceRule.Kept> variants = variants(keys);
        Optional<ServiceRule.Steps> steps =
                keys.has("steps") ? Optional.of(steps(keys.mapping("steps"))) : Optional.empty();
        Optional<ServiceRule.Cascade> cascade =
                keys.has("cascade") ? Optional.of(cascade(keys.mapping("cascade"), variants)) : Optional.empty();
        if (steps.isPresent() && cascade.isPresent()) {
            keys.fault("cascade", "expected either steps or cascade, found both; leave one");
        }
        List<BigDecimal> shares = keys.has("shares") ? shares(keys) : List.of();
        Optional<Service.Updates> updates = keys.has("updates") ? updates(keys.mapping("updates")) : Optional.empty();
        Residency lowest = lowest(keys, variants.size());
        Residency highest = keys.has("maxResidency")
                ? keys.choice("maxResidency", Labels.RESIDENCIES).orElse(Residency.LOADED)
                : Residency.LOADED;
        if (lowest == Residency.LOADED
                && cascade.flatMap(ServiceRule.Cascade::limit).isPresent()) {
            keys.fault(
                    "minResidency",
                    "expected at most stored where cascade.bytesPerSecond limits what is passed on, found loaded; lower it");
        }
        if (lowest.compareTo(highest) > 0) {
            keys.fault(
                    "minResidency",
                    "expected it not above maxResidency, found " + lowest.label() + " above " + highest.label());
        }
        ServiceRule rule = new ServiceRule(
                keys.place(),
                variants,
                keys.optionalNumber("qualityFloor").orElse(0),
                steps,
                shares,
                cascade,
                updates,
                lowest,
                highest,
                keys.optionalNumber("cloudDelayMillis"));
        keys.end();
        return rule;
    }

    private static Residency lowest(Keys keys, int variants) {
        if (!keys.has("minResidency")) {
            return Residency.ABSENT;
        }
        Residency lowest = keys.choice("minResidency", Labels.LOWEST).orElse(Residency.ABSENT);
        if (lowest != Residency.ABSENT && (variants > 1 || keys.has("updates"))) {
            keys.fault(
                    "minResidency",
                    "expected absent where there are " + (variants > 1 ? "several variants" : "updates") + ", found "
                            + lowest.label() + "; leave it out");
        }
        return lowest;
    }

    private static List<BigDecimal> shares(Keys keys) {
        return each(
                keys,
                "shares",
                keys.numbers("shares").stream()
                        .map(BigDecimal::stripTrailingZeros)
                        .toList());
    }

    /** The same values, a fault where one is there again. */
    private static <T> List<T> each(Keys keys, String key, List<T> values) {
        Set<T> seen = new HashSet<>();
        for (T value : values) {
            if (!seen.add(value)) {
                keys.fault(key, "expected each once, found " + value + " again; leave it out");
            }
        }
        return values;
    }

    private static List<ServiceRule.Kept> variants(Keys keys) {
        List<ServiceRule.Kept> variants = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Keys variant : keys.mappings("variants")) {
            List<String> models =
                    switch (variant.oneOf(List.of("model", "models")).orElse("")) {
                        case "model" -> List.of(variant.text("model"));
                        case "models" -> each(variant, "models", variant.texts("models"));
                        default -> List.of();
                    };
            ServiceRule.Kept kept = new ServiceRule.Kept(
                    variant.place(), models, variant.optionalNumber("quality").orElse(1));
            if (!models.isEmpty() && !names.add(kept.name())) {
                variant.fault("expected a variant of its own, found " + kept.name() + " again; leave it out");
            }
            variants.add(kept);
            variant.end();
        }
        return variants;
    }

    private static ServiceRule.Steps steps(Keys keys) {
        List<Integer> choices = each(
                keys,
                "choices",
                keys.wholes("choices").stream().map(Long::intValue).toList());
        List<Double> qualities =
                switch (keys.oneOf(List.of("quality", "halfSteps")).orElse("")) {
                    case "quality" ->
                        keys.numbers("quality").stream()
                                .map(BigDecimal::doubleValue)
                                .toList();
                    case "halfSteps" -> {
                        double half = keys.number("halfSteps");
                        yield choices.stream()
                                .map(steps -> 1 - StrictMath.pow(2, -steps / half))
                                .toList();
                    }
                    default -> List.of();
                };
        if (!qualities.isEmpty() && !choices.isEmpty() && qualities.size() != choices.size()) {
            keys.fault(
                    "quality",
                    "expected " + choices.size() + " values, one for each choice, found " + qualities.size());
        }
        List<ServiceRule.Choice> all = new ArrayList<>();
        for (int choice = 0; choice < Math.min(choices.size(), qualities.size()); choice++) {
            all.add(new ServiceRule.Choice(choices.get(choice), qualities.get(choice)));
        }
        ServiceRule.Steps steps = new ServiceRule.Steps(keys.place(), all, stepMillis(keys));
        keys.end();
        return steps;
    }

    private static Optional<ServiceRule.StepMillis> stepMillis(Keys keys) {
        boolean base = keys.has("baseMillis");
        boolean perStep = keys.has("perStepMillis");
        if (base != perStep) {
            keys.fault(
                    base ? "baseMillis" : "perStepMillis",
                    "expected baseMillis and perStepMillis or none of them, found one; add the other");
        }
        return base || perStep
                ? Optional.of(new ServiceRule.StepMillis(
                        keys.optionalNumber("baseMillis").orElse(0),
                        keys.optionalNumber("perStepMillis").orElse(0)))
                : Optional.empty();
    }

    private static ServiceRule.Cascade cascade(Keys keys, List<ServiceRule.Kept> variants) {
        String to = keys.text("to");
        boolean isKept = variants.stream().anyMatch(kept -> kept.models().indexOf(to) > 0);
        if (!to.equals("?") && !to.equals(CLOUD) && !isKept && !variants.isEmpty()) {
            keys.fault(
                    "to",
                    "expected " + CLOUD + ", or a model that a variant keeps beside the one that answers, found \"" + to
                            + "\"; name it under models of a variant, not first");
        }
        List<ServiceRule.Threshold> thresholds = new ArrayList<>();
        Set<Double> seen = new HashSet<>();
        for (Keys threshold : keys.mappings("thresholds")) {
            ServiceRule.Threshold point = new ServiceRule.Threshold(
                    threshold.number("threshold"), threshold.number("deferredShare"), threshold.number("quality"));
            if (threshold.has("threshold") && !seen.add(point.threshold())) {
                threshold.fault("threshold", "expected each once, found it again; leave one");
            }
            thresholds.add(point);
            threshold.end();
        }
        ServiceRule.Cascade cascade = new ServiceRule.Cascade(
                keys.place(), to.equals(CLOUD) ? Optional.empty() : Optional.of(to), limit(keys, to), thresholds);
        keys.end();
        return cascade;
    }

    private static Optional<ServiceRule.BackhaulLimit> limit(Keys keys, String to) {
        boolean bytes = keys.has("requestBytes");
        boolean rate = keys.has("bytesPerSecond");
        if (bytes != rate) {
            keys.fault(
                    bytes ? "requestBytes" : "bytesPerSecond",
                    "expected requestBytes and bytesPerSecond or none of them, found one; add the other");
        } else if (bytes && !to.equals("?") && !to.equals(CLOUD)) {
            keys.fault(
                    "bytesPerSecond",
                    "expected it where requests are passed on to the " + CLOUD + ", found to: " + to
                            + ", which is on the server; leave it and requestBytes out");
        }
        return bytes || rate
                ? Optional.of(new ServiceRule.BackhaulLimit(
                        keys.optionalNumber("requestBytes").orElse(1),
                        keys.optionalNumber("bytesPerSecond").orElse(0)))
                : Optional.empty();
    }

    private Optional<Service.Updates> updates(Keys keys) {
        List<Integer> versions =
                switch (keys.oneOf(List.of("slots", "perDay")).orElse("")) {
                    case "slots" -> listed(keys);
                    case "perDay" -> drawn(keys);
                    default -> {
                        keys.has("seed");
                        yield List.of();
                    }
                };
        Service.Updates updates = new Service.Updates(
                versions,
                keys.optionalNumber("deltaShare").orElse(1),
                keys.optionalNumber("qualityLossPerVersion").orElse(0),
                !keys.has("servesBehind") || keys.flag("servesBehind"));
        keys.end();
        return versions.isEmpty() ? Optional.empty() : Optional.of(updates);
    }

    private List<Integer> listed(Keys keys) {
        if (keys.has("seed")) {
            keys.fault("seed", "expected it beside perDay alone, found it beside slots; leave it out");
        }
        List<Integer> versions =
                keys.wholes("slots").stream().map(Long::intValue).toList();
        if (versions.size() > Versions.MOST) {
            keys.fault("slots", MOST_VERSIONS + ", found " + versions.size() + "; leave some out");
        }
        for (int version = 1; version < versions.size(); version++) {
            if (versions.get(version) <= versions.get(version - 1)) {
                keys.fault("slots", "expected ascending slots, found " + versions + "; order them, each once");
                return versions;
            }
        }
        if (slots > 0 && !versions.isEmpty() && versions.get(versions.size() - 1) >= slots) {
            keys.fault(
                    "slots",
                    "expected slots from 0 to " + (slots - 1) + ", found " + versions.get(versions.size() - 1)
                            + ", which is not planned for; leave it out or plan more slots");
        }
        return versions;
    }

    private List<Integer> drawn(Keys keys) {
        double perDay = keys.number("perDay");
        long seed = keys.whole("seed");
        if (slots == 0) {
            return List.of();
        }
        List<Integer> versions = Versions.drawn(perDay, seed, slots, slotSeconds);
        if (versions.size() > Versions.MOST) {
            keys.fault("perDay", MOST_VERSIONS + ", drew more; lower it, or plan fewer slots");
        }
        return versions;
    }
}

package dev.berth.optimizer.scenario;

import dev.berth.dataset.DelayLine;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.ConcurrentPreload;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.Vocabulary;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.scenario.yaml.Plain;
import dev.berth.text.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The models that a scenario leaves in, with the figures that planning takes: those the scenario states, else those the
 * dataset measured, else, where the scenario allows it, the dataset's prediction.
 */
final class ModelFigures {
    private static final int MOST_NAMED = 8;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final double GIBIBYTE = 1L << 30;
    private static final double MILLIJOULES_PER_JOULE = 1000;

    private final Scenario scenario;
    private final String profiles;
    private final Optional<DelayLine> line;
    private final List<ModelProfile> kept;
    private final List<String> faults;
    private final Service.Way way;

    /**
     * Takes what is there.
     *
     * @param faults gets those of models that are not excluded and have no memory or no preload delay, of models that
     *     the scenario names and the dataset does not know, and where no model is left
     */
    ModelFigures(Scenario scenario, ProfileDataset dataset, String profiles, List<String> faults) {
        this.scenario = scenario;
        this.profiles = profiles;
        this.faults = faults;
        line = scenario.useLoadModel() ? bestLine(dataset) : Optional.empty();
        way = scenario.server()
                .access()
                .map(access -> new Service.Way(access.nanos(), access.toCloud()))
                .orElse(Service.Way.NONE);
        kept = dataset.models().stream()
                .filter(profile -> !rule(profile).exclude())
                .toList();
        checkNames(dataset);
        kept.forEach(this::checkFigures);
        checkEngine(dataset);
    }

    private Optional<DelayLine> bestLine(ProfileDataset dataset) {
        Optional<DelayLine> best = dataset.delayLines().stream()
                .filter(model -> model.device().equals(scenario.device()) && model.tier() == scenario.tier())
                .min(DelayLine.bySupport());
        if (best.isEmpty()) {
            faults.add(scenario.place("profile.useLoadModel") + ": " + profiles + " has no fitted line for device "
                    + scenario.device() + " and tier " + scenario.tier().label()
                    + ", expected one; profile at least three models of distinct sizes there, or leave the key out");
        }
        return best;
    }

    private void checkNames(ProfileDataset dataset) {
        List<String> names =
                dataset.models().stream().map(profile -> profile.model().name()).toList();
        scenario.models().forEach((name, rule) -> {
            if (!names.contains(name)) {
                faults.add(rule.place() + ": no such model in " + profiles + ", expected one of "
                        + String.join(", ", names));
            }
        });
        if (kept.isEmpty()) {
            faults.add(
                    names.isEmpty()
                            ? profiles + ": no models, expected at least one; profile some"
                            : scenario.place("models") + ": all " + names.size() + " models of " + profiles
                                    + " are excluded, expected at least one that is not; take exclude from one");
        }
    }

    private void checkEngine(ProfileDataset dataset) {
        scenario.inferenceEngine().ifPresent(name -> {
            List<String> known = dataset.models().stream()
                    .flatMap(profile -> profile.engines().stream())
                    .map(EngineProfile::name)
                    .distinct()
                    .sorted()
                    .toList();
            if (dataset.models().stream()
                    .flatMap(profile -> profile.engines().stream())
                    .noneMatch(engine -> Figure.isMeant(engine, name))) {
                faults.add(scenario.place("profile.inferenceEngine") + ": no engine " + name + " in " + profiles
                        + ", expected "
                        + (known.isEmpty() ? "none, as no engine served" : "one of " + String.join(", ", known))
                        + "; profile with --engine exec, or leave the key out");
            }
        });
    }

    private void checkFigures(ModelProfile profile) {
        String model = ": model " + profile.model().name() + " of " + profiles + " has ";
        String remedy = ", or exclude it under models";
        if (memoryBytes(profile).isEmpty()) {
            faults.add(scenario.place("profile.device") + model + "no memory on device " + scenario.device()
                    + "; profile it there, state its memoryBytes" + remedy);
        }
        if (scenario.useLoadModel() && line.isEmpty()) {
            return;
        }
        if (preloadNanos(profile).isEmpty() && scenario.loadsAtOnce() > 1) {
            faults.add(scenario.place("profile.loadsAtOnce") + model + "no delay of " + scenario.loadsAtOnce()
                    + " loads at once on device "
                    + scenario.device() + " from tier " + scenario.tier().label() + " (measured: "
                    + measuredTogether(profile) + "); profile it with --loads " + scenario.loadsAtOnce()
                    + ", leave profile.loadsAtOnce out, state its preloadMillis" + remedy);
        } else if (preloadNanos(profile).isEmpty()) {
            faults.add(scenario.place("profile.tier") + model + "no preload delay on device " + scenario.device()
                    + " from tier "
                    + scenario.tier().label()
                    + "; profile it so, name another tier, set profile.useLoadModel, state its"
                    + " preloadMillis" + remedy);
        }
    }

    private String measuredTogether(ModelProfile profile) {
        String numbers = scenario.together(profile)
                .map(ConcurrentPreload::loads)
                .sorted()
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return numbers.isEmpty() ? "none" : numbers;
    }

    private ModelRule rule(ModelProfile profile) {
        return scenario.rule(profile.model().name());
    }

    /** The models left in, in the dataset's order. */
    List<ModelProfile> kept() {
        return kept;
    }

    /** The same by name. */
    Map<String, ModelProfile> byName() {
        Map<String, ModelProfile> byName = new LinkedHashMap<>();
        kept.forEach(profile -> byName.put(profile.model().name(), profile));
        return byName;
    }

    /** A model left in, as a server with that backhaul and energy sees it. */
    Service.Part part(ModelProfile profile, Server server) {
        ModelRule rule = rule(profile);
        long storageBytes = rule.storageBytes().orElse(Figure.storageBytes(profile));
        long memoryBytes = memoryBytes(profile).orElseThrow();
        double joules = rule.energyJoulesPerSlot()
                .orElse(server.energy().loadedWattsPerGibibyte()
                        * ((double) memoryBytes / GIBIBYTE)
                        * scenario.slotSeconds());
        return new Service.Part(
                profile.model().name(),
                storageBytes,
                memoryBytes,
                Math.round(joules * MILLIJOULES_PER_JOULE),
                server.links().downloadNanos(storageBytes),
                preloadNanos(profile).orElseThrow(),
                server.hostMemory().flatMap(memory -> hosting(profile, memory, storageBytes)),
                server.links().isPlain() ? Optional.empty() : Optional.of(server.links()));
    }

    /**
     * Kept in host memory as it was measured out of it; putting to sleep was not, and is taken to last as long. Of a
     * preload that is stated the way into host memory is what the way out of it leaves.
     */
    private Optional<Service.Hosting> hosting(ModelProfile profile, Server.HostMemory memory, long bytes) {
        return wakeNanos(profile, memory).map(wake -> {
            long preload = preloadNanos(profile).orElseThrow();
            long fill = rule(profile).preloadMillis().isPresent()
                    ? Math.max(0, preload - wake)
                    : Figure.preloadNanos(Figure.preloads(profile, Vocabulary.HOST, scenario.tier()))
                            .orElse(preload);
            return new Service.Hosting(bytes, fill, wake, wake);
        });
    }

    private Optional<Long> wakeNanos(ModelProfile profile, Server.HostMemory memory) {
        return Figure.preloadNanos(Figure.preloads(profile, scenario.device(), memory.tier()));
    }

    private List<String> hosted() {
        return scenario.server()
                .hostMemory()
                .map(memory -> {
                    List<String> lines = new ArrayList<>();
                    lines.add("loads out of host memory take the means measured on " + scenario.device() + " from "
                            + memory.tier().label()
                            + "; putting to sleep there is taken to last as long, not measured");
                    List<String> without = kept.stream()
                            .filter(profile -> wakeNanos(profile, memory).isEmpty())
                            .map(profile -> profile.model().name())
                            .toList();
                    if (!without.isEmpty()) {
                        lines.add("not kept in host memory, for want of a delay from "
                                + memory.tier().label() + ": " + named(without));
                    }
                    return lines;
                })
                .orElse(List.of());
    }

    /** One request for a model, served by the cloud. */
    long cloudNanos(ModelProfile profile) {
        return byWay(nanos(rule(profile).cloudDelayMillis().orElse(scenario.cloudDelayMillis())));
    }

    /** How requests of the server's users come to it. */
    Service.Way way() {
        return way;
    }

    /** What the cloud takes, with the way to the server before it where requests go through it. */
    long byWay(long cloudNanos) {
        return way.isToCloud() ? cloudNanos + way.nanos() : cloudNanos;
    }

    private Optional<String> access() {
        return scenario.server()
                .access()
                .map(own -> "users reach the server by radio: upload of a request takes "
                        + Figures.duration(own.uploadSeconds() * NANOS_PER_SECOND) + ", download of its result "
                        + Figures.duration(own.downloadSeconds() * NANOS_PER_SECOND)
                        + (own.toCloud() ? ", also where the cloud serves it" : "")
                        + (own.channel().isRandom() ? "; rates are means over random phases" : "")
                        + "; nobody waits for the radio of others");
    }

    static long nanos(double millis) {
        return Math.round(millis * NANOS_PER_MILLISECOND);
    }

    private Optional<Long> memoryBytes(ModelProfile profile) {
        return rule(profile).memoryBytes().isPresent()
                ? Optional.of(rule(profile).memoryBytes().getAsLong())
                : Figure.memoryBytes(profile, scenario.device());
    }

    private Optional<Long> preloadNanos(ModelProfile profile) {
        if (rule(profile).preloadMillis().isPresent()) {
            return Optional.of(nanos(rule(profile).preloadMillis().getAsDouble()));
        }
        return Figure.preloadNanos(scenario.preloads(profile))
                .or(() -> line.map(model -> Math.round(
                        model.delayNanos(profile.model().storedBytes()).value())));
    }

    /** One request on the edge. */
    long inferenceNanos(ModelProfile profile) {
        if (rule(profile).inferenceMillis().isPresent()) {
            return nanos(rule(profile).inferenceMillis().getAsDouble());
        }
        return scenario.inference(profile).map(Figure::inferenceNanos).orElse(nanos(scenario.inferenceAssumedMillis()));
    }

    /**
     * What is assumed of the models and not measured, one line each.
     *
     * @param answering those whose inference delays are taken
     */
    List<String> assumptions(Set<String> answering) {
        List<String> assumptions = new ArrayList<>();
        ProfileDataset.madeUp(kept).ifPresent(assumptions::add);
        List<ModelProfile> asked = kept.stream()
                .filter(profile -> answering.contains(profile.model().name()))
                .toList();
        List<String> unmeasured = asked.stream()
                .filter(profile -> rule(profile).inferenceMillis().isEmpty()
                        && scenario.inference(profile).isEmpty())
                .map(profile -> profile.model().name())
                .toList();
        if (!unmeasured.isEmpty()) {
            assumptions.add("inference takes " + Plain.text(scenario.inferenceAssumedMillis())
                    + " ms, not measured for " + unmeasured.size() + " of " + asked.size() + " models"
                    + (unmeasured.size() < asked.size() ? ": " + named(unmeasured) : ""));
        }
        assumptions.addAll(engines(asked));
        assumptions.addAll(hosted());
        assumptions.add("a request served by the cloud takes " + Plain.text(scenario.cloudDelayMillis()) + " ms");
        access().ifPresent(assumptions::add);
        line.ifPresent(model ->
                kept.stream().filter(this::isPredicted).forEach(profile -> assumptions.add(predicted(profile, model))));
        kept.stream()
                .filter(this::isStated)
                .forEach(profile -> assumptions.add(
                        "figures of " + profile.model().name() + " are in part the scenario's own, not measured"));
        return assumptions;
    }

    /** Names in one line, the first of many. */
    static String named(List<String> models) {
        int more = models.size() - MOST_NAMED;
        return models.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** Whose inference delays are taken, where engines served. */
    private List<String> engines(List<ModelProfile> asked) {
        SortedMap<String, Integer> models = new TreeMap<>();
        asked.stream()
                .filter(profile -> rule(profile).inferenceMillis().isEmpty())
                .flatMap(profile -> scenario.engine(profile).stream())
                .forEach(engine -> models.merge(
                        engine.name() + ", " + engine.threads() + (engine.threads() == 1 ? " thread" : " threads"),
                        1,
                        Integer::sum));
        List<String> lines = new ArrayList<>();
        models.forEach((engine, count) -> lines.add("inference of " + count + (count == 1 ? " model" : " models")
                + " as " + engine + " was seen to answer later requests"));
        return lines;
    }

    private boolean isPredicted(ModelProfile profile) {
        return rule(profile).preloadMillis().isEmpty()
                && Figure.preloadNanos(scenario.preloads(profile)).isEmpty();
    }

    private static String predicted(ModelProfile profile, DelayLine line) {
        long bytes = profile.model().storedBytes();
        DelayLine.Estimate delay = line.delayNanos(bytes);
        return String.format(
                Locale.ROOT,
                "preload delay of %s is predicted, %.3g ms (95 %% interval %.3g to %.3g), from %d models%s",
                profile.model().name(),
                delay.value() / NANOS_PER_MILLISECOND,
                delay.low() / NANOS_PER_MILLISECOND,
                delay.high() / NANOS_PER_MILLISECOND,
                line.models(),
                line.extrapolates(bytes) ? ", all of them larger or all smaller" : "");
    }

    private boolean isStated(ModelProfile profile) {
        ModelRule rule = rule(profile);
        return rule.storageBytes().isPresent()
                || rule.memoryBytes().isPresent()
                || rule.preloadMillis().isPresent()
                || rule.inferenceMillis().isPresent()
                || rule.cloudDelayMillis().isPresent();
    }
}

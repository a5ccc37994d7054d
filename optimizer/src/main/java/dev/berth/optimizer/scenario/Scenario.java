package dev.berth.optimizer.scenario;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.ConcurrentPreload;
import dev.berth.dataset.Vocabulary;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.scenario.services.ServiceRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a scenario file says; {@link ScenarioFile} reads it and checks the ranges.
 *
 * @param source name of the file, for messages
 * @param device device of the dataset whose memory and preload delays are used
 * @param tier tier of the dataset's preload delays that is used
 * @param loadsAtOnce how many loads go on together: 1 takes the delays of single loads, more those measured for so many
 * @param inferenceEngine the engine whose later requests are taken for the inference delay; empty for the one that was
 *     asked most often
 * @param useLoadModel whether the dataset's fitted line stands in for preload delays that were not measured
 * @param server capacities and backhaul
 * @param cloudDelayMillis one request served by the cloud, >= 0
 * @param inferenceAssumedMillis delay of one request on the edge, for models whose inference was not measured, >= 0
 * @param prices prices and weights
 * @param charging which terms are present
 * @param objective what plans are made for
 * @param storageEverySlots downloads begin in every n-th slot alone, slot 0 first, >= 1
 * @param sharedParts whether what several services are kept with is there once
 * @param slots T, >= 1
 * @param slotSeconds Δ, > 0
 * @param demand expected requests
 * @param forecast what plans expect, where that is other than {@code demand}
 * @param demandShare what part of the demand this server gets, > 0 and <= 1
 * @param initial residencies before slot 0, by name of a service; ABSENT where not named
 * @param models what is said of single models, by name
 * @param services what is said of services that are more than one model kept in one way, by name
 * @param places file, line and key of what only a dataset can show to be wrong, by key; for messages
 */
public record Scenario(
        String source,
        String device,
        CacheTier tier,
        int loadsAtOnce,
        Optional<String> inferenceEngine,
        boolean useLoadModel,
        Server server,
        double cloudDelayMillis,
        double inferenceAssumedMillis,
        Prices prices,
        Charging charging,
        Objective objective,
        int storageEverySlots,
        boolean sharedParts,
        int slots,
        double slotSeconds,
        Demand demand,
        Optional<Demand> forecast,
        double demandShare,
        Map<String, Residency> initial,
        Map<String, ModelRule> models,
        Map<String, ServiceRule> services,
        Map<String, String> places) {
    public Scenario {
        initial = new TreeMap<>(initial);
        models = new TreeMap<>(models);
        services = new TreeMap<>(services);
        places = Map.copyOf(places);
    }

    /** The same for another server. */
    public Scenario with(
            Server otherServer,
            Demand otherDemand,
            double otherShare,
            Map<String, Residency> otherInitial,
            Map<String, ModelRule> otherModels) {
        return with(
                otherServer, prices, otherDemand, forecast, otherShare, otherInitial, otherModels, services, places);
    }

    /** The same with other figures. */
    public Scenario with(Server otherServer, Prices otherPrices, Demand otherDemand) {
        return with(otherServer, otherPrices, otherDemand, forecast, demandShare, initial, models, services, places);
    }

    /** The same where other requests are expected and come. */
    public Scenario with(Demand otherDemand, Optional<Demand> otherForecast) {
        return with(server, prices, otherDemand, otherForecast, demandShare, initial, models, services, places);
    }

    Scenario with(
            Server otherServer,
            Prices otherPrices,
            Demand otherDemand,
            Optional<Demand> otherForecast,
            double otherShare,
            Map<String, Residency> otherInitial,
            Map<String, ModelRule> otherModels,
            Map<String, ServiceRule> otherServices,
            Map<String, String> otherPlaces) {
        return new Scenario(
                source,
                device,
                tier,
                loadsAtOnce,
                inferenceEngine,
                useLoadModel,
                otherServer,
                cloudDelayMillis,
                inferenceAssumedMillis,
                otherPrices,
                charging,
                objective,
                storageEverySlots,
                sharedParts,
                slots,
                slotSeconds,
                otherDemand,
                otherForecast,
                otherShare,
                otherInitial,
                otherModels,
                otherServices,
                otherPlaces);
    }

    /** File, line and key, for messages. */
    public String place(String key) {
        return places.getOrDefault(key, source + ": " + key);
    }

    /** Measured delays of a load of a model in this scenario, one entry a reader setting; may be none. */
    public List<Distribution> preloads(ModelProfile profile) {
        if (loadsAtOnce == 1) {
            return Figure.preloads(profile, device, tier);
        }
        return together(profile)
                .filter(concurrent -> concurrent.loads() == loadsAtOnce)
                .map(ConcurrentPreload::delay)
                .toList();
    }

    /** Measured delays of loads of a model from storage into host memory; may be none. */
    public List<Distribution> fills(ModelProfile profile) {
        return Figure.preloads(profile, Vocabulary.HOST, tier);
    }

    /** Measured delays of loads of a model out of host memory, where it is planned with; may be none. */
    public List<Distribution> wakes(ModelProfile profile) {
        return server.hostMemory()
                .map(memory -> Figure.preloads(profile, device, memory.tier()))
                .orElse(List.of());
    }

    /** Delays of later requests of the engine that is taken, where one served the model. */
    public Optional<Distribution> inference(ModelProfile profile) {
        return engine(profile)
                .flatMap(engine -> engine.later().optional())
                .or(() -> inferenceEngine.isEmpty() && profile.engines().isEmpty()
                        ? profile.inference().optional()
                        : Optional.empty());
    }

    /** The engine whose inference delay is taken; empty where none served the model. */
    Optional<EngineProfile> engine(ModelProfile profile) {
        return Figure.mostAsked(engines(profile));
    }

    /** What a step costs the engine that is taken; of several, the one that was asked most often. */
    Optional<EngineProfile.StepCost> stepCost(ModelProfile profile) {
        return Figure.mostAsked(engines(profile)
                        .filter(engine -> engine.stepCost().optional().isPresent()))
                .flatMap(engine -> engine.stepCost().optional());
    }

    private Stream<EngineProfile> engines(ModelProfile profile) {
        return profile.engines().stream()
                .filter(engine -> inferenceEngine
                        .filter(name -> !Figure.isMeant(engine, name))
                        .isEmpty());
    }

    /** What was measured of several loads at once. */
    Stream<ConcurrentPreload> together(ModelProfile profile) {
        return profile.concurrent().stream()
                .filter(concurrent -> concurrent.kind() == LoadKind.CONCURRENT
                        && concurrent.device().equals(device)
                        && concurrent.tier() == tier);
    }

    /** What is said of a model; nothing where it is not named. */
    ModelRule rule(String model) {
        return models.getOrDefault(model, ModelRule.NONE);
    }
}

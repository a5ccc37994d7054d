package dev.berth.optimizer.cli;

import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.scenario.Amount;
import dev.berth.optimizer.scenario.Demand;
import dev.berth.optimizer.scenario.Scenario;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.scenario.Server;
import dev.berth.optimizer.workload.DemandGenerator;
import dev.berth.optimizer.workload.TraceFile;
import dev.berth.profile.BadInputException;
import dev.berth.profile.ModelProfile;
import dev.berth.profile.ModelRecord;
import dev.berth.profile.ProfileDataset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A scenario and a dataset with some of their figures changed. */
record Variant(Scenario scenario, ProfileDataset dataset) {
    Variant with(ComparisonFile.Setting setting) {
        double value = setting.value();
        Prices old = scenario.prices();
        return switch (SweepParameter.named(setting.parameter()).orElseThrow()) {
            case STORAGE -> server(new Amount(value, true), scenario.server().memory());
            case MEMORY -> server(scenario.server().storage(), new Amount(value, true));
            case RATE -> demand(scaled(value));
            case MODELS -> models((int) value);
            case PRICE_STORAGE ->
                prices(
                        value * old.storagePerGibibyteHour(),
                        old.memoryPerGibibyteHour(),
                        old.energyPerMegajoule(),
                        old.delayPerSecond(),
                        old.switchingPerSecond());
            case PRICE_MEMORY ->
                prices(
                        old.storagePerGibibyteHour(),
                        value * old.memoryPerGibibyteHour(),
                        old.energyPerMegajoule(),
                        old.delayPerSecond(),
                        old.switchingPerSecond());
            case PRICE_ENERGY ->
                prices(
                        old.storagePerGibibyteHour(),
                        old.memoryPerGibibyteHour(),
                        value * old.energyPerMegajoule(),
                        old.delayPerSecond(),
                        old.switchingPerSecond());
            case PRICE_DELAY ->
                prices(
                        old.storagePerGibibyteHour(),
                        old.memoryPerGibibyteHour(),
                        old.energyPerMegajoule(),
                        value * old.delayPerSecond(),
                        old.switchingPerSecond());
            case PRICE_SWITCHING ->
                prices(
                        old.storagePerGibibyteHour(),
                        old.memoryPerGibibyteHour(),
                        old.energyPerMegajoule(),
                        old.delayPerSecond(),
                        value * old.switchingPerSecond());
        };
    }

    ScenarioProblem problem(String profiles) {
        return ScenarioProblem.of(scenario, dataset, profiles);
    }

    private Variant server(Amount storage, Amount memory) {
        Server server = scenario.server();
        return changed(
                new Server(storage, memory, server.backhaulBytesPerSecond(), server.energy()),
                scenario.prices(),
                scenario.demand());
    }

    private Variant prices(double storage, double memory, double energy, double delay, double switching) {
        return changed(scenario.server(), new Prices(storage, memory, energy, delay, switching), scenario.demand());
    }

    private Variant demand(Demand demand) {
        return changed(scenario.server(), scenario.prices(), demand);
    }

    private Variant changed(Server server, Prices prices, Demand demand) {
        return new Variant(
                new Scenario(
                        scenario.source(),
                        scenario.device(),
                        scenario.tier(),
                        scenario.loadsAtOnce(),
                        scenario.useLoadModel(),
                        server,
                        scenario.cloudDelayMillis(),
                        scenario.inferenceAssumedMillis(),
                        prices,
                        scenario.charging(),
                        scenario.slots(),
                        scenario.slotSeconds(),
                        demand,
                        scenario.demandShare(),
                        scenario.initial(),
                        scenario.models()),
                dataset);
    }

    private Demand scaled(double factor) {
        if (scenario.demand() instanceof Demand.Generated generated) {
            DemandGenerator old = generated.generator();
            return new Demand.Generated(
                    new DemandGenerator(
                            factor * old.requestsPerSecond(),
                            old.zipfExponent(),
                            old.driftSlots(),
                            old.dailyAmplitude(),
                            old.churn(),
                            old.seed()),
                    generated.gaps());
        }
        if (scenario.demand() instanceof Demand.Traced traced) {
            TraceFile old = traced.trace();
            double scale = factor * old.scale();
            if (!(scale >= TraceFile.LEAST_SCALE && scale <= TraceFile.MOST_SCALE)) {
                throw new BadInputException("--sweep rate: " + factor + " makes the trace's scale " + scale
                        + ", expected " + TraceFile.LEAST_SCALE + " to " + TraceFile.MOST_SCALE);
            }
            return new Demand.Traced(new TraceFile(old.file(), old.format(), old.startOffsetSeconds(), scale));
        }
        throw new BadInputException("--sweep rate: demand of " + scenario.source()
                + " is listed slot by slot, expected demand.generator or demand.trace");
    }

    private Variant models(int count) {
        List<ModelProfile> known = dataset.models();
        if (known.isEmpty()) {
            return this;
        }
        List<ModelProfile> models = IntStream.range(0, count)
                .mapToObj(model -> copy(known.get(model % known.size()), model / known.size()))
                .sorted(Comparator.comparing(model -> model.model().name()))
                .toList();
        Set<String> names = new HashSet<>();
        models.forEach(model -> names.add(model.model().name()));
        ProfileDataset changed = new ProfileDataset(
                dataset.schemaVersion(),
                dataset.tool(),
                dataset.createdUtc(),
                dataset.machine(),
                dataset.devices(),
                dataset.instrument(),
                dataset.ceilings(),
                models,
                dataset.loadModels(),
                dataset.notes());
        return new Variant(only(names), changed);
    }

    /** What the scenario says of models that are left. */
    private Scenario only(Set<String> names) {
        return new Scenario(
                scenario.source(),
                scenario.device(),
                scenario.tier(),
                scenario.loadsAtOnce(),
                scenario.useLoadModel(),
                scenario.server(),
                scenario.cloudDelayMillis(),
                scenario.inferenceAssumedMillis(),
                scenario.prices(),
                scenario.charging(),
                scenario.slots(),
                scenario.slotSeconds(),
                scenario.demand(),
                scenario.demandShare(),
                kept(scenario.initial(), names),
                kept(scenario.models(), names));
    }

    private static <T> Map<String, T> kept(Map<String, T> values, Set<String> names) {
        Map<String, T> kept = new TreeMap<>(values);
        kept.keySet().retainAll(names);
        return kept;
    }

    private static ModelProfile copy(ModelProfile profile, int round) {
        if (round == 0) {
            return profile;
        }
        ModelRecord old = profile.model();
        ModelRecord renamed = new ModelRecord(
                old.name() + "#" + (round + 1),
                old.source(),
                old.fingerprint(),
                old.format(),
                old.task(),
                old.generative(),
                old.components(),
                old.tensors(),
                old.parameters(),
                old.weightBytes(),
                old.weightBytesByType(),
                old.storage());
        return profile.withModel(renamed);
    }
}

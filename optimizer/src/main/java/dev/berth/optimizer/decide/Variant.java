package dev.berth.optimizer.decide;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.scenario.Amount;
import dev.berth.optimizer.scenario.Demand;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.Scenario;
import dev.berth.optimizer.scenario.Server;
import dev.berth.optimizer.workload.DemandGenerator;
import dev.berth.optimizer.workload.TraceFile;
import dev.berth.record.BadInputException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A scenario and a dataset with some of their figures changed; what is said of a server is changed on every server. */
record Variant(FleetScenario scenario, ProfileDataset dataset) {
    Variant with(List<ComparisonFile.Setting> settings) {
        Variant variant = this;
        for (ComparisonFile.Setting setting : settings) {
            variant = variant.with(setting);
        }
        return variant;
    }

    Variant with(ComparisonFile.Setting setting) {
        double value = setting.value();
        return switch (SweepParameter.named(setting.parameter()).orElseThrow()) {
            case STORAGE ->
                each(old -> server(
                        old,
                        Amount.share(BigDecimal.valueOf(value)),
                        old.server().memory()));
            case MEMORY -> each(old -> server(old, old.server().storage(), Amount.share(BigDecimal.valueOf(value))));
            case SHARED_BACKHAUL -> sharing(value);
            case RATE -> each(old -> old.with(old.server(), old.prices(), scaled(old, value)));
            case MODELS -> models((int) value);
            case PRICE_STORAGE -> prices(value, 1, 1, 1, 1);
            case PRICE_MEMORY -> prices(1, value, 1, 1, 1);
            case PRICE_ENERGY -> prices(1, 1, value, 1, 1);
            case PRICE_DELAY -> prices(1, 1, 1, value, 1);
            case PRICE_SWITCHING -> prices(1, 1, 1, 1, value);
        };
    }

    Servers servers(String profiles) {
        return new Servers(scenario, dataset, profiles);
    }

    private Variant each(UnaryOperator<Scenario> change) {
        return new Variant(scenario.with(scenario.servers().stream().map(change).toList()), dataset);
    }

    private Variant sharing(double factor) {
        if (scenario.sharedBackhaulBytesPerSecond().isEmpty()) {
            throw new BadInputException("--sweep " + SweepParameter.SHARED_BACKHAUL.label() + ": "
                    + scenario.servers().get(0).source()
                    + " has no sharedBackhaulBytesPerSecond, expected servers that share a backhaul");
        }
        double rate = factor * scenario.sharedBackhaulBytesPerSecond().getAsDouble();
        return new Variant(
                new FleetScenario(scenario.names(), scenario.servers(), OptionalDouble.of(rate), scenario.routes(), scenario.neighbours()),
                dataset);
    }

    private static Scenario server(Scenario old, Amount storage, Amount memory) {
        Server server = old.server();
        return old.with(
                new Server(storage, memory, server.backhaulBytesPerSecond(), server.energy(), server.hostMemory()),
                old.prices(),
                old.demand());
    }

    /** Factors on the prices. */
    private Variant prices(double storage, double memory, double energy, double delay, double switching) {
        return each(old -> {
            Prices prices = new Prices(
                    storage * old.prices().storagePerGibibyteHour(),
                    memory * old.prices().memoryPerGibibyteHour(),
                    energy * old.prices().energyPerMegajoule(),
                    delay * old.prices().delayPerSecond(),
                    switching * old.prices().switchingPerSecond(),
                    old.prices().hostMemoryPerGibibyteHour(),
                    old.prices().qualityPerRequest());
            return old.with(old.server(), prices, old.demand());
        });
    }

    private static Demand scaled(Scenario scenario, double factor) {
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
            return new Demand.Traced(
                    new TraceFile(old.file(), old.format(), old.startOffsetSeconds(), scale), traced.place());
        }
        throw new BadInputException("--sweep rate: demand of " + scenario.source()
                + " is listed slot by slot, expected demand.generator or demand.trace");
    }

    /**
     * The first of the dataset's models; where more are wanted than it has, copies of them, each with the rules and the
     * residency before slot 0 of its original.
     */
    private Variant models(int count) {
        List<ModelProfile> known = dataset.models();
        if (known.isEmpty()) {
            return this;
        }
        scenario.servers().stream()
                .filter(server -> !server.services().isEmpty())
                .findFirst()
                .ifPresent(server -> {
                    throw new BadInputException("--sweep " + SweepParameter.MODELS.label() + ": " + server.source()
                            + " has services of several models, of which there is no first number; sweep something"
                            + " else, or leave services out");
                });
        Map<String, ModelProfile> models = new TreeMap<>();
        Map<String, String> originals = new TreeMap<>();
        for (int model = 0; model < count; model++) {
            ModelProfile original = known.get(model % known.size());
            int round = model / known.size();
            String name = original.model().name() + (round == 0 ? "" : "#" + (round + 1));
            while (models.containsKey(name)) {
                // The dataset itself has a model of that name.
                name += "#";
            }
            models.put(name, original.withModel(original.model().named(name)));
            originals.put(name, original.model().name());
        }
        ProfileDataset changed = new ProfileDataset(
                dataset.schemaVersion(),
                dataset.tool(),
                dataset.createdUtc(),
                dataset.commands(),
                dataset.machine(),
                dataset.devices(),
                dataset.instrument(),
                dataset.ceilings(),
                List.copyOf(models.values()),
                dataset.delayLines(),
                dataset.notes());
        return new Variant(
                each(old -> old.with(
                                old.server(),
                                old.demand(),
                                old.demandShare(),
                                ofCopies(old.initial(), originals),
                                ofCopies(old.models(), originals)))
                        .scenario(),
                changed);
    }

    /** What is said of single models, said of each copy too. */
    private static <T> Map<String, T> ofCopies(Map<String, T> values, Map<String, String> originals) {
        Map<String, T> copies = new TreeMap<>();
        originals.forEach((name, original) -> {
            if (values.containsKey(original)) {
                copies.put(name, values.get(original));
            }
        });
        return copies;
    }
}

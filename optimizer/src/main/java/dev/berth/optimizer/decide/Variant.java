package dev.berth.optimizer.decide;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.network.Access;
import dev.berth.optimizer.network.Link;
import dev.berth.optimizer.network.Links;
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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
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
            case HOST_MEMORY ->
                each(old ->
                        old.with(hostMemory(old, Amount.share(BigDecimal.valueOf(value))), old.prices(), old.demand()));
            case SHARED_BACKHAUL -> sharing(value);
            case LINKS -> links((int) value);
            case LINK_RATE -> linkRate(value);
            case ELEMENTS -> each(old -> old.with(elements(old, (int) value), old.prices(), old.demand()));
            case RATE ->
                each(old -> old.with(
                        scaled(old, old.demand(), value),
                        old.forecast().map(forecast -> scaled(old, forecast, value))));
            case MODELS -> models((int) value);
            case PRICE_STORAGE -> prices(value, 1, 1, 1, 1, 1, 1);
            case PRICE_MEMORY -> prices(1, value, 1, 1, 1, 1, 1);
            case PRICE_ENERGY -> prices(1, 1, value, 1, 1, 1, 1);
            case PRICE_DELAY -> prices(1, 1, 1, value, 1, 1, 1);
            case PRICE_SWITCHING -> prices(1, 1, 1, 1, value, 1, 1);
            case PRICE_HOST_MEMORY -> prices(1, 1, 1, 1, 1, value, 1);
            case PRICE_QUALITY -> prices(1, 1, 1, 1, 1, 1, value);
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
                new FleetScenario(
                        scenario.names(),
                        scenario.servers(),
                        OptionalDouble.of(rate),
                        scenario.sharedLinks(),
                        scenario.routes(),
                        scenario.neighbours()),
                dataset);
    }

    /** The first links of each server; what nobody then shares limits nobody. */
    private Variant links(int count) {
        return each(old -> {
            Links links = old.server().links();
            if (count > links.links().size()) {
                throw new BadInputException("--sweep " + SweepParameter.LINKS.label() + ": " + count + " links, "
                        + old.place("server") + " has " + links.links().size() + "; expected no more than that");
            }
            Links first = new Links(links.links().subList(0, count), links.chunkBytes());
            return old.with(old.server().with(first), old.prices(), old.demand());
        });
    }

    private Variant linkRate(double factor) {
        Variant own = each(old -> {
            Links links = old.server().links();
            List<Link> others = links.links().stream()
                    .map(link -> new Link(link.name(), factor * link.bytesPerSecond(), link.delayNanos()))
                    .toList();
            return old.with(old.server().with(new Links(others, links.chunkBytes())), old.prices(), old.demand());
        });
        SortedMap<String, Double> shared = new TreeMap<>();
        scenario.sharedLinks().forEach((name, rate) -> shared.put(name, factor * rate));
        OptionalDouble backhaul = scenario.sharedBackhaulBytesPerSecond();
        return new Variant(
                new FleetScenario(
                        scenario.names(),
                        own.scenario().servers(),
                        backhaul.isPresent() ? OptionalDouble.of(factor * backhaul.getAsDouble()) : backhaul,
                        shared,
                        scenario.routes(),
                        scenario.neighbours()),
                dataset);
    }

    private static Server elements(Scenario old, int elements) {
        Access access = old.server()
                .access()
                .filter(own -> own.channel().surface().isPresent())
                .orElseThrow(() -> new BadInputException("--sweep " + SweepParameter.ELEMENTS.label() + ": "
                        + old.place("server") + " has no radio with a surface, expected one"));
        return old.server().with(Optional.of(access.with(access.channel().withElements(elements))));
    }

    private static Server hostMemory(Scenario old, Amount size) {
        if (old.server().hostMemory().isEmpty()) {
            throw new BadInputException("--sweep " + SweepParameter.HOST_MEMORY.label() + ": " + old.place("server")
                    + " has no hostMemory, expected one, with the tier of the delays out of it");
        }
        return old.server().withHostMemory(size);
    }

    private static Scenario server(Scenario old, Amount storage, Amount memory) {
        return old.with(old.server().with(storage, memory), old.prices(), old.demand());
    }

    /** Factors on the prices. */
    private Variant prices(
            double storage, double memory, double energy, double delay, double switching, double host, double quality) {
        return each(old -> {
            Prices prices = new Prices(
                    storage * old.prices().storagePerGibibyteHour(),
                    memory * old.prices().memoryPerGibibyteHour(),
                    energy * old.prices().energyPerMegajoule(),
                    delay * old.prices().delayPerSecond(),
                    switching * old.prices().switchingPerSecond(),
                    host * old.prices().hostMemoryPerGibibyteHour(),
                    quality * old.prices().qualityPerRequest());
            return old.with(old.server(), prices, old.demand());
        });
    }

    private static Demand scaled(Scenario scenario, Demand demand, double factor) {
        if (demand instanceof Demand.Generated generated) {
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
        if (demand instanceof Demand.Traced traced) {
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

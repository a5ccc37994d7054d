package dev.berth.optimizer.scenario;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Service;
import dev.berth.profile.BadInputException;
import dev.berth.profile.ModelProfile;
import dev.berth.profile.ProfileDataset;
import dev.berth.profile.ProfileDatasets;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A scenario joined with a dataset.
 *
 * @param problem what the solvers get
 * @param services the models as the problem was built from them
 * @param assumptions what is assumed and not measured, one line each
 */
public record ScenarioProblem(Problem problem, List<Service> services, List<String> assumptions) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final double GIBIBYTE = 1L << 30;
    private static final double MILLIJOULES_PER_JOULE = 1000;

    public ScenarioProblem {
        services = List.copyOf(services);
        assumptions = List.copyOf(assumptions);
    }

    /**
     * Builds the problem.
     *
     * @param profiles name of the dataset's file, for messages
     * @throws BadInputException with every fault: a stand-in device, no figures for the scenario's device and tier, and
     *     all that {@link ProblemBuilder#build} refuses
     */
    public static ScenarioProblem of(Scenario scenario, ProfileDataset dataset, String profiles) {
        ProfileDatasets.requireReal(dataset, profiles);
        requireFigures(scenario, dataset, profiles);
        List<Service> services = dataset.models().stream()
                .map(profile -> service(scenario, profile))
                .toList();
        ProblemBuilder builder = new ProblemBuilder(
                capacity(scenario, services), scenario.prices(), scenario.charging(), scenario.slotSeconds());
        services.forEach(builder::add);
        scenario.initial().forEach(builder::initial);
        builder.demand(demand(scenario, services));
        try {
            return new ScenarioProblem(builder.build(), services, assumptions(scenario, dataset));
        } catch (BadInputException e) {
            throw new BadInputException(scenario.source() + " with " + profiles + ": " + e.getMessage(), e);
        }
    }

    private static void requireFigures(Scenario scenario, ProfileDataset dataset, String profiles) {
        List<String> faults = new ArrayList<>();
        if (dataset.models().isEmpty()) {
            faults.add(profiles + ": no models, expected at least one");
        }
        for (ModelProfile profile : dataset.models()) {
            String model = profiles + ": model " + profile.model().name() + ": ";
            if (Figure.memoryBytes(profile, scenario.device()).isEmpty()) {
                faults.add(model + "no memory on device " + scenario.device() + "; profile it there");
            }
            if (Figure.preloadNanos(profile, scenario.device(), scenario.tier()).isEmpty()) {
                faults.add(model + "no preload delay on device " + scenario.device() + " from tier "
                        + scenario.tier().label() + "; profile it so, or name another tier in " + scenario.source());
            }
        }
        if (!faults.isEmpty()) {
            throw new BadInputException(String.join("; ", faults));
        }
    }

    private static Service service(Scenario scenario, ModelProfile profile) {
        long storageBytes = Figure.storageBytes(profile);
        long memoryBytes = Figure.memoryBytes(profile, scenario.device()).orElseThrow();
        double watts = scenario.energy().loadedWattsPerGibibyte() * ((double) memoryBytes / GIBIBYTE);
        return new Service(
                profile.model().name(),
                storageBytes,
                memoryBytes,
                Math.round(watts * scenario.slotSeconds() * MILLIJOULES_PER_JOULE),
                Math.round((double) storageBytes / scenario.backhaulBytesPerSecond() * NANOS_PER_SECOND),
                Figure.preloadNanos(profile, scenario.device(), scenario.tier()).orElseThrow(),
                Figure.inferenceNanos(profile)
                        .orElse(Math.round(scenario.inferenceAssumedMillis() * NANOS_PER_MILLISECOND)),
                Math.round(scenario.cloudDelayMillis() * NANOS_PER_MILLISECOND));
    }

    private static Capacity capacity(Scenario scenario, List<Service> services) {
        long storage = services.stream().mapToLong(Service::storageBytes).sum();
        long memory = services.stream().mapToLong(Service::memoryBytes).sum();
        OptionalLong energy = scenario.energy().limitJoulesPerSlot().isPresent()
                ? OptionalLong.of(
                        Math.round(scenario.energy().limitJoulesPerSlot().getAsDouble() * MILLIJOULES_PER_JOULE))
                : OptionalLong.empty();
        return new Capacity(scenario.storage().bytes(storage), scenario.memory().bytes(memory), energy);
    }

    private static double[][] demand(Scenario scenario, List<Service> services) {
        if (scenario.demand() instanceof Demand.Csv csv) {
            return DemandCsv.read(
                    csv.file(), services.stream().map(Service::name).toList(), scenario.slots());
        }
        if (scenario.demand() instanceof Demand.Generated generated) {
            return generated.generator().expectedRequests(scenario.slots(), services.size(), scenario.slotSeconds());
        }
        double[][] rows = ((Demand.Matrix) scenario.demand()).requests();
        if (rows.length != scenario.slots()) {
            throw new BadInputException(scenario.source() + ": demand.matrix: " + rows.length + " rows, expected "
                    + scenario.slots() + ", one a slot");
        }
        return rows;
    }

    private static List<String> assumptions(Scenario scenario, ProfileDataset dataset) {
        List<String> assumptions = new ArrayList<>();
        long unmeasured = dataset.models().stream()
                .filter(profile -> Figure.inferenceNanos(profile).isEmpty())
                .count();
        if (unmeasured > 0) {
            assumptions.add("inference takes " + plain(scenario.inferenceAssumedMillis()) + " ms, not measured for "
                    + unmeasured + " of " + dataset.models().size() + " models");
        }
        assumptions.add("a request served by the cloud takes " + plain(scenario.cloudDelayMillis()) + " ms");
        assumptions.add("downloads run at " + plain(scenario.backhaulBytesPerSecond()) + " bytes per second");
        assumptions.add("preload delays are the means measured on " + scenario.device() + " from "
                + scenario.tier().label());
        return assumptions;
    }

    /** Without an exponent. */
    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}

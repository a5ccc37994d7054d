package dev.berth.optimizer.scenario;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.workload.Workload;
import dev.berth.record.BadInputException;
import dev.berth.text.Figures;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * A scenario joined with a dataset.
 *
 * @param problem what the solvers get
 * @param services the models as the problem was built from them
 * @param profiles the same models in the dataset, in the same order
 * @param workload requests one by one, around the problem's demand
 * @param assumptions what is assumed and not measured, one line each
 */
public record ScenarioProblem(
        Problem problem,
        List<Service> services,
        List<ModelProfile> profiles,
        Workload workload,
        List<String> assumptions) {
    private static final double MILLIJOULES_PER_JOULE = 1000;

    /** Demand as {@code double}, and the delay cost of three residencies. */
    private static final long BYTES_PER_CELL = 4L * Long.BYTES;

    public ScenarioProblem {
        services = List.copyOf(services);
        profiles = List.copyOf(profiles);
        assumptions = List.copyOf(assumptions);
    }

    /** The profile of a model that is part of a service, by its name in the dataset. */
    public ModelProfile profile(String part) {
        return profiles.stream()
                .filter(profile -> profile.model().name().equals(part))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Builds the problem.
     *
     * @param profiles name of the dataset's file, for messages
     * @throws BadInputException with every fault: a stand-in device, models without figures for the scenario's device
     *     and tier, and all that {@link ProblemBuilder#build} refuses
     * @throws InfeasibleException where models that must stay do not fit the server
     */
    public static ScenarioProblem of(Scenario scenario, ProfileDataset dataset, String profiles) {
        ProfileDatasets.requireReal(dataset, profiles);
        ModelFigures figures = new ModelFigures(scenario, dataset, profiles);
        requireSize(scenario, figures.kept().size());
        List<Service> services = figures.services(scenario.server());
        ProblemBuilder builder = new ProblemBuilder(
                capacity(scenario.server(), services), scenario.prices(), scenario.charging(), scenario.slotSeconds());
        services.forEach(builder::add);
        List<String> names = services.stream().map(Service::name).toList();
        names.forEach(name -> builder.bounds(
                name, scenario.rule(name).lowest(), scenario.rule(name).highest()));
        scenario.initial().forEach((name, residency) -> {
            if (!scenario.rule(name).exclude()) {
                builder.initial(name, residency);
            }
        });
        List<String> known =
                dataset.models().stream().map(profile -> profile.model().name()).toList();
        ScenarioDemand demand = new ScenarioDemand(scenario, names, known, profiles);
        builder.demand(demand.expected());
        Problem problem = built(builder, scenario);
        List<String> assumptions = assumptions(scenario, figures, demand);
        problem.capacity()
                .hostMemoryBytes()
                .ifPresent(bytes -> assumptions.add("models may take " + Figures.bytes(bytes) + " of host memory"));
        assumptions.addAll(loweredInitial(scenario, problem));
        return new ScenarioProblem(problem, services, figures.kept(), demand.workload(), assumptions);
    }

    /** All else that the builder looks at has been checked, so that its faults are of what things cost. */
    private static Problem built(ProblemBuilder builder, Scenario scenario) {
        try {
            return builder.build();
        } catch (BadInputException e) {
            throw new BadInputException(e.faults().stream()
                    .map(fault -> scenario.place("prices") + ": " + fault)
                    .toList());
        } catch (InfeasibleException e) {
            throw new InfeasibleException(scenario.place("server") + ": " + e.getMessage(), e);
        }
    }

    /** Before any demand is computed. */
    private static void requireSize(Scenario scenario, int models) {
        long cells = (long) scenario.slots() * models;
        long heapBytes = Runtime.getRuntime().maxMemory();
        if (cells > ProblemBuilder.MAX_CELLS || cells > heapBytes / BYTES_PER_CELL) {
            throw new BadInputException(scenario.place("slots") + ": " + scenario.slots() + " slots of " + models
                    + " models, expected at most " + Math.min(ProblemBuilder.MAX_CELLS, heapBytes / BYTES_PER_CELL)
                    + " of their product; plan fewer slots, or allow more memory (java -Xmx)");
        }
    }

    private static Capacity capacity(Server server, List<Service> services) {
        OptionalLong energy = server.energy().limitJoulesPerSlot().isPresent()
                ? OptionalLong.of(
                        Math.round(server.energy().limitJoulesPerSlot().getAsDouble() * MILLIJOULES_PER_JOULE))
                : OptionalLong.empty();
        return new Capacity(
                server.storage().bytes(sum(services, Service::storageBytes)),
                server.memory().bytes(sum(services, Service::memoryBytes)),
                energy,
                server.hostMemory()
                        .map(memory -> OptionalLong.of(memory.size().bytes(sum(services, Service::storageBytes))))
                        .orElse(OptionalLong.empty()),
                OptionalLong.empty());
    }

    private static BigInteger sum(List<Service> services, ToLongFunction<Service> bytes) {
        return services.stream()
                .map(service -> BigInteger.valueOf(bytes.applyAsLong(service)))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** Where less is kept before slot 0 than the scenario says, one line a model. */
    private static List<String> loweredInitial(Scenario scenario, Problem problem) {
        List<String> lines = new ArrayList<>();
        for (int model = 0; model < problem.models(); model++) {
            String name = problem.names().get(model);
            Residency stated = scenario.initial().getOrDefault(name, Residency.ABSENT);
            if (problem.initial(model) != stated) {
                lines.add("before slot 0 " + name + " is "
                        + problem.initial(model).label() + ", not " + stated.label()
                        + " as stated under initial: that is above its maxResidency, or does not fit the server beside"
                        + " what must stay and what comes before it");
            }
        }
        return lines;
    }

    private static List<String> assumptions(Scenario scenario, ModelFigures figures, ScenarioDemand demand) {
        List<String> assumptions = new ArrayList<>(figures.assumptions());
        assumptions.add("downloads run at " + Figures.decimal(scenario.server().backhaulBytesPerSecond(), "B/s"));
        assumptions.add("preload delays are the means measured on " + scenario.device() + " from "
                + scenario.tier().label()
                + (scenario.loadsAtOnce() > 1 ? ", " + scenario.loadsAtOnce() + " loads at once" : ""));
        assumptions.addAll(demand.assumptions());
        return assumptions;
    }
}

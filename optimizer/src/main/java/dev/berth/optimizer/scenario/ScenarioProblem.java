package dev.berth.optimizer.scenario;

import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.network.Link;
import dev.berth.optimizer.network.Links;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.problem.ServiceModes;
import dev.berth.optimizer.workload.Workload;
import dev.berth.record.BadInputException;
import dev.berth.text.Figures;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A scenario joined with a dataset.
 *
 * @param problem what the solvers get
 * @param services what the problem was built from, in its order
 * @param profiles the first model of each service in the dataset, in the same order
 * @param parts all models that services consist of in the dataset, by name
 * @param workload requests one by one, around the problem's demand unless the scenario has a forecast beside it
 * @param requests how many of these are expected in all slots, >= 0
 * @param assumptions what is assumed and not measured, one line each
 */
public record ScenarioProblem(
        Problem problem,
        List<Service> services,
        List<ModelProfile> profiles,
        Map<String, ModelProfile> parts,
        Workload workload,
        double requests,
        List<String> assumptions) {
    private static final double MILLIJOULES_PER_JOULE = 1000;

    /** Modes of a service that is one model kept in one way. */
    private static final int FEWEST_MODES = 3;

    public ScenarioProblem {
        services = List.copyOf(services);
        profiles = List.copyOf(profiles);
        parts = Map.copyOf(parts);
        assumptions = List.copyOf(assumptions);
    }

    /** The profile of a model that is part of a service, by its name in the dataset. */
    public ModelProfile profile(String part) {
        return parts.get(part);
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
        List<String> faults = new ArrayList<>();
        ModelFigures figures = new ModelFigures(scenario, dataset, profiles, faults);
        ServiceFigures offered = new ServiceFigures(scenario, dataset, figures, profiles, faults);
        if (!faults.isEmpty()) {
            throw new BadInputException(faults);
        }
        List<Service> services = offered.services();
        requireSize(scenario, services);
        ProblemBuilder builder = new ProblemBuilder(
                capacity(scenario, figures), scenario.prices(), scenario.charging(), scenario.slotSeconds());
        services.forEach(builder::add);
        List<String> names = services.stream().map(Service::name).toList();
        names.forEach(name -> builder.bounds(name, offered.lowest(name), offered.highest(name)));
        builder.storageEvery(scenario.storageEverySlots());
        if (scenario.sharedParts()) {
            builder.shareParts();
        }
        scenario.initial().forEach((name, residency) -> {
            if (names.contains(name)) {
                builder.initial(name, residency);
            }
        });
        ScenarioDemand demand = new ScenarioDemand(scenario, names, offered.known(), profiles);
        Optional<ScenarioDemand> forecast = scenario.forecast()
                .map(other ->
                        new ScenarioDemand(scenario.with(other, Optional.empty()), names, offered.known(), profiles));
        builder.demand(forecast.orElse(demand).expected());
        Problem problem = built(builder, scenario);
        List<String> assumptions = assumptions(scenario, figures, offered, forecast.orElse(demand));
        if (forecast.isPresent()) {
            assumptions.add("plans expect the requests of forecast, those of demand come");
        }
        problem.capacity()
                .hostMemoryBytes()
                .ifPresent(bytes -> assumptions.add("models may take " + Figures.bytes(bytes) + " of host memory"));
        assumptions.addAll(loweredInitial(scenario, problem));
        return new ScenarioProblem(
                problem,
                services,
                offered.profiles(),
                figures.byName(),
                demand.workload(),
                Arrays.stream(demand.expected()).flatMapToDouble(Arrays::stream).sum(),
                assumptions);
    }

    /**
     * All else that the builder looks at has been checked, so that its faults are of what things cost, or of updates.
     */
    private static Problem built(ProblemBuilder builder, Scenario scenario) {
        try {
            return builder.build();
        } catch (BadInputException e) {
            throw new BadInputException(e.faults().stream()
                    .map(fault -> scenario.place(fault.startsWith("too large: updates") ? "services" : "prices") + ": "
                            + fault)
                    .toList());
        } catch (InfeasibleException e) {
            throw new InfeasibleException(scenario.place("server") + ": " + e.getMessage(), e);
        }
    }

    /** Before any demand is computed. */
    private static void requireSize(Scenario scenario, List<Service> services) {
        long cells = (long) scenario.slots() * services.size();
        int modes = services.stream()
                .mapToInt(service -> new ServiceModes(service).count())
                .max()
                .orElse(FEWEST_MODES);
        // Demand as double, and the delay cost of each mode.
        long held = Runtime.getRuntime().maxMemory() / ((1 + modes) * (long) Long.BYTES);
        long most = Math.min((long) ProblemBuilder.MAX_CELLS * FEWEST_MODES / modes, held);
        if (cells > most) {
            throw new BadInputException(
                    scenario.place("slots") + ": " + scenario.slots() + " slots of " + services.size()
                            + " models" + (modes > FEWEST_MODES ? " of up to " + modes + " modes" : "")
                            + ", expected at most " + most
                            + " of their product; plan fewer slots, or allow more memory (java -Xmx)");
        }
    }

    private static Capacity capacity(Scenario scenario, ModelFigures figures) {
        Server server = scenario.server();
        List<Service.Part> models = figures.kept().stream()
                .map(profile -> figures.part(profile, server))
                .toList();
        OptionalLong energy = server.energy().limitJoulesPerSlot().isPresent()
                ? OptionalLong.of(
                        Math.round(server.energy().limitJoulesPerSlot().getAsDouble() * MILLIJOULES_PER_JOULE))
                : OptionalLong.empty();
        return new Capacity(
                server.storage().bytes(sum(models, Service.Part::storageBytes)),
                server.memory().bytes(sum(models, Service.Part::memoryBytes)),
                energy,
                server.hostMemory()
                        .map(memory -> OptionalLong.of(memory.size().bytes(sum(models, Service.Part::storageBytes))))
                        .orElse(OptionalLong.empty()),
                scenario.services().values().stream()
                                .allMatch(rule -> rule.shares().isEmpty())
                        ? OptionalLong.empty()
                        : OptionalLong.of(ServiceFigures.WHOLE_PPM));
    }

    private static BigInteger sum(List<Service.Part> models, ToLongFunction<Service.Part> bytes) {
        return models.stream()
                .map(model -> BigInteger.valueOf(bytes.applyAsLong(model)))
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

    private static String downloads(Links links) {
        String chunks = links.chunkBytes().isPresent()
                ? ", in equal chunks of at most "
                        + Figures.bytes(links.chunkBytes().getAsLong())
                : "";
        if (links.links().size() == 1) {
            return "downloads run at " + rate(links.links().get(0)) + chunks;
        }
        return "downloads run over "
                + links.links().stream()
                        .map(link -> link.name() + " at " + rate(link))
                        .collect(Collectors.joining(", "))
                + ", in parts that end together"
                + chunks;
    }

    private static String rate(Link link) {
        return Figures.decimal(link.bytesPerSecond(), "B/s")
                + (link.delayNanos() == 0 ? "" : " after " + Figures.duration((double) link.delayNanos()));
    }

    private static List<String> assumptions(
            Scenario scenario, ModelFigures figures, ServiceFigures offered, ScenarioDemand demand) {
        List<String> assumptions = new ArrayList<>(figures.assumptions(offered.answering()));
        assumptions.add(downloads(scenario.server().links()));
        assumptions.add("preload delays are the means measured on " + scenario.device() + " from "
                + scenario.tier().label()
                + (scenario.loadsAtOnce() > 1 ? ", " + scenario.loadsAtOnce() + " loads at once" : ""));
        assumptions.addAll(offered.assumptions());
        assumptions.addAll(demand.assumptions());
        return assumptions;
    }
}

package dev.berth.optimizer.simulate;

import dev.berth.dataset.Distribution;
import dev.berth.dataset.ModelProfile;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.scenario.Scenario;
import dev.berth.optimizer.scenario.ScenarioProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is simulated.
 *
 * @param terms models, limits and prices
 * @param slots number of slots, >= 1
 * @param delays one entry a model
 */
public record EdgeServer(ServerTerms terms, int slots, List<ServiceDelays> delays) {
    public EdgeServer {
        delays = List.copyOf(delays);
        if (slots < 1 || delays.size() != terms.models()) {
            throw new IllegalArgumentException("out of range: slots=" + slots + ", delays=" + delays.size()
                    + ", expected >= 1 and " + terms.models());
        }
    }

    /**
     * What loads and requests of one service are drawn from.
     *
     * @param parts by name
     * @param inference an entry a variant, in it one a setting
     */
    public record ServiceDelays(Map<String, PartDelays> parts, List<List<Delays>> inference) {
        public ServiceDelays {
            parts = Map.copyOf(parts);
            inference = inference.stream().map(List::copyOf).toList();
        }

        /** Of a model that serves in one way. */
        static ServiceDelays of(Service service, Delays preload, Delays inference) {
            String part = service.variants().get(0).parts().get(0).name();
            return new ServiceDelays(
                    Map.of(part, new PartDelays(preload, preload, preload)), List.of(List.of(inference)));
        }
    }

    /**
     * Loads of one part.
     *
     * @param preload from storage into device memory
     * @param fill from storage into host memory
     * @param wake from host memory into device memory
     */
    public record PartDelays(Delays preload, Delays fill, Delays wake) {}

    /** Models that serve in one way each; preload and inference delays, one entry a model. */
    public static EdgeServer of(ServerTerms terms, int slots, List<Delays> preload, List<Delays> inference) {
        List<ServiceDelays> delays = new ArrayList<>();
        for (int model = 0; model < terms.models(); model++) {
            delays.add(ServiceDelays.of(terms.service(model), preload.get(model), inference.get(model)));
        }
        return new EdgeServer(terms, slots, delays);
    }

    /**
     * The server of a scenario. Where the planner uses the mean of runs that were measured, those runs are drawn from;
     * where it uses a figure that was assumed, stated or predicted, that figure is the delay of every run.
     */
    public static EdgeServer of(Scenario scenario, ScenarioProblem problem) {
        List<ServiceDelays> delays = problem.services().stream()
                .map(service -> delays(scenario, problem, service))
                .toList();
        ServerTerms terms = new ServerTerms(problem.problem(), problem.services(), scenario.prices());
        return new EdgeServer(terms, problem.problem().slots(), delays);
    }

    private static ServiceDelays delays(Scenario scenario, ScenarioProblem problem, Service service) {
        Map<String, PartDelays> parts = new TreeMap<>();
        List<List<Delays>> inference = new ArrayList<>();
        for (Service.Variant variant : service.variants()) {
            for (Service.Part part : variant.parts()) {
                parts.put(part.name(), delays(scenario, problem.profile(part.name()), part));
            }
            List<Distribution> served = scenario.inference(
                            problem.profile(variant.parts().get(0).name()))
                    .map(List::of)
                    .orElse(List.of());
            inference.add(variant.settings().stream()
                    .map(setting -> measured(served, setting.inferenceNanos()))
                    .toList());
        }
        return new ServiceDelays(parts, inference);
    }

    private static PartDelays delays(Scenario scenario, ModelProfile profile, Service.Part part) {
        Delays preload = measured(scenario.preloads(profile), part.preloadNanos());
        return part.hosting()
                .map(hosting -> new PartDelays(
                        preload,
                        measured(scenario.fills(profile), hosting.fillNanos()),
                        measured(scenario.wakes(profile), hosting.wakeNanos())))
                .orElse(new PartDelays(preload, preload, preload));
    }

    private static Delays measured(List<Distribution> candidates, long plannedNanos) {
        Optional<Distribution> planned = candidates.stream()
                .filter(candidate -> Math.round(candidate.meanNanos()) == plannedNanos)
                .findFirst();
        return planned.map(Delays::measured).orElseGet(() -> Delays.constant(plannedNanos));
    }

    /** Length of all slots together in nanoseconds. */
    long horizonNanos() {
        return Math.multiplyExact(slots, terms.slotNanos());
    }
}

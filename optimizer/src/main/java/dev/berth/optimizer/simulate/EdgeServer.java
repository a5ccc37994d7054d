package dev.berth.optimizer.simulate;

import dev.berth.dataset.Distribution;
import dev.berth.dataset.ModelProfile;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.scenario.Scenario;
import dev.berth.optimizer.scenario.ScenarioProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is simulated.
 *
 * @param terms models, limits and prices
 * @param slots number of slots, >= 1
 * @param preload preload delay, one entry a model
 * @param inference inference delay, one entry a model
 */
public record EdgeServer(ServerTerms terms, int slots, List<Delays> preload, List<Delays> inference) {
    public EdgeServer {
        preload = List.copyOf(preload);
        inference = List.copyOf(inference);
        if (slots < 1 || preload.size() != terms.models() || inference.size() != terms.models()) {
            throw new IllegalArgumentException("out of range: slots=" + slots + ", preload=" + preload.size()
                    + ", inference=" + inference.size() + ", expected >= 1 and " + terms.models() + " of both");
        }
    }

    /**
     * The server of a scenario. Where the planner uses the mean of runs that were measured, those runs are drawn from;
     * where it uses a figure that was assumed, stated or predicted, that figure is the delay of every run.
     */
    public static EdgeServer of(Scenario scenario, ScenarioProblem problem) {
        List<Delays> preload = new ArrayList<>();
        List<Delays> inference = new ArrayList<>();
        for (int model = 0; model < problem.services().size(); model++) {
            Service service = problem.services().get(model);
            ModelProfile profile = problem.profiles().get(model);
            preload.add(measured(scenario.preloads(profile), service.preloadNanos()));
            inference.add(
                    measured(scenario.inference(profile).map(List::of).orElse(List.of()), service.inferenceNanos()));
        }
        ServerTerms terms = new ServerTerms(problem.problem(), problem.services(), scenario.prices());
        return new EdgeServer(terms, problem.problem().slots(), preload, inference);
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

package dev.berth.optimizer.decide;

import dev.berth.optimizer.simulate.RoutingResult;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.text.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What to mind of routed results, one line each. */
final class RouteNotes {
    private RouteNotes() {}

    static List<String> of(List<SimulationResult> results) {
        List<String> notes = new ArrayList<>();
        if (results.stream().anyMatch(result -> result.routing() != null)) {
            notes.add("delays include the network there and back; a request counts at the server that it was sent to;"
                    + " away: share that came from users of other servers");
        }
        if (results.stream()
                .anyMatch(result -> result.routing() != null && result.routing().lostShare() != null)) {
            notes.add("lost: where a server was overloaded; a lost request waits until then, and its penalty besides");
        }
        if (results.stream().anyMatch(SimulationResult::isBound)) {
            notes.add(
                    "clairvoyant is no router: each request by itself, as if loaded and alone, on the server that suits it"
                            + " best; none comes below its delays and cost, many not near");
        }
        results.stream()
                .filter(result -> result.routing() != null && result.routing().response() != null)
                .map(RouteNotes::response)
                .forEach(notes::add);
        return notes;
    }

    private static String response(SimulationResult result) {
        RoutingResult.Response response = result.routing().response();
        return String.format(
                Locale.ROOT,
                "%s: %s; devices with %s of the requests settled, and would save %s by moving%s",
                result.label(),
                response.settledRuns() == response.runs()
                        ? String.format(
                                Locale.ROOT,
                                "converged in %.0f rounds (%s)",
                                response.rounds().mean(),
                                response.runs() == 1 ? "of one run" : "mean of " + response.runs() + " runs")
                        : String.format(
                                Locale.ROOT,
                                "not converged in %d of %d runs (%.0f rounds)",
                                response.runs() - response.settledRuns(),
                                response.runs(),
                                response.rounds().mean()),
                Figures.percent(response.settledShare().mean(), 0),
                Figures.percent(response.regret().mean(), 1),
                response.overOptimum()
                        .optional()
                        .map(over -> "; by the run's mean delays with M/G/1 queues requests wait "
                                + Figures.percent(over.mean(), 1) + " longer than in the central optimum")
                        .orElse(""));
    }
}

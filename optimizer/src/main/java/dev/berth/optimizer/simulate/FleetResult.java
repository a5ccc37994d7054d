package dev.berth.optimizer.simulate;

import java.util.List;

/**
 * What plans or policies came to on every server of a scenario.
 *
 * @param all all servers together: percentiles from merged histograms, models of the same name added up; with one
 *     server the same as its own
 * @param servers each server by itself, in their order
 */
public record FleetResult(SimulationResult all, List<SimulationResult> servers) {
    public FleetResult {
        servers = List.copyOf(servers);
    }
}

package dev.berth.optimizer.simulate;

import dev.berth.optimizer.workload.Workload;

/**
 * One server and where its requests come from.
 *
 * @param server what is simulated
 * @param workload its requests
 */
public record Site(EdgeServer server, Workload workload) {}

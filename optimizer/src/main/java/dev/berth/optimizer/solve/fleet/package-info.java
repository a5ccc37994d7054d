/** Fleets: servers that share one backhaul. */
package dev.berth.optimizer.solve.fleet;

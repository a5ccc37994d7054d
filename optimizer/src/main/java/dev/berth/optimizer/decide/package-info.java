/** Decisions as commands ask for them: planning, simulating, comparing, and sweeps over variants of a scenario. */
package dev.berth.optimizer.decide;

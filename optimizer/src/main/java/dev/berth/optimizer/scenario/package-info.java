/** Scenario files: an edge server, its prices and its demand; joined with a profile dataset into a problem. */
package dev.berth.optimizer.scenario;

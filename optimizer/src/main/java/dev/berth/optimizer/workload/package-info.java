/** Demand: how many requests each model is expected to get in each slot. */
package dev.berth.optimizer.workload;

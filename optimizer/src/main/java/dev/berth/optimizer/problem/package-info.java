/** Edge servers, services, demand and limits; built from a profile dataset, fully validated. */
package dev.berth.optimizer.problem;

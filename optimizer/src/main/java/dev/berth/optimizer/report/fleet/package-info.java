/** Fleets that were planned block by block, on the page: many servers by what they have in common. */
package dev.berth.optimizer.report.fleet;

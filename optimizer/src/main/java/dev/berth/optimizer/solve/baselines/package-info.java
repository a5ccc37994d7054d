/** Baselines that every method is held against. */
package dev.berth.optimizer.solve.baselines;

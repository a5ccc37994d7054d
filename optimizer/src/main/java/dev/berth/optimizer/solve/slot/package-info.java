/** Exact by slot: each slot decided to its optimum by branch and bound, given the slot before. */
package dev.berth.optimizer.solve.slot;

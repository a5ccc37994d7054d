/** Solvers of the decision problem behind one interface. */
package dev.berth.optimizer.solve;

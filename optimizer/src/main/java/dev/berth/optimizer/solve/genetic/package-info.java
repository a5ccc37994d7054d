/** The paper's genetic algorithm, slot by slot. */
package dev.berth.optimizer.solve.genetic;

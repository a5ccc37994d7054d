/**
 * Prices of capacities: the sweep that values them, their ascent, the bound they prove, the plan repaired from them.
 */
package dev.berth.optimizer.solve.prices;

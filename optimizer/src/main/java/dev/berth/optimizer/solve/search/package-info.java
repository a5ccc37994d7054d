/** The searches that combine prices, cuts and corridors. */
package dev.berth.optimizer.solve.search;

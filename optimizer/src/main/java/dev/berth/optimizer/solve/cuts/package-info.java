/** Cuts and branching: covers and branches that raise the bound where prices leave a gap. */
package dev.berth.optimizer.solve.cuts;

/** Look-ahead: each slot decided over a window of forecast demand. */
package dev.berth.optimizer.solve.lookahead;

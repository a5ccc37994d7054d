/** The files that commands write and read again: plans, simulations, comparisons, and what they were made from. */
package dev.berth.optimizer.document;

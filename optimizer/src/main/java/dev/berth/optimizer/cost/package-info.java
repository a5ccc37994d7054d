/** The cost of a plan: one slow obvious evaluator, one incremental. */
package dev.berth.optimizer.cost;

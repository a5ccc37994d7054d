/** Exact over the horizon: a dynamic programme over the joint states of few models. */
package dev.berth.optimizer.solve.horizon;

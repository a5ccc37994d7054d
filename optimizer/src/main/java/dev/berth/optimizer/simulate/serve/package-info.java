/** Requests under way on one server, and what serves them. */
package dev.berth.optimizer.simulate.serve;

/** What one server works on: requests under way, what serves them, and what carries models. */
package dev.berth.optimizer.simulate.serve;

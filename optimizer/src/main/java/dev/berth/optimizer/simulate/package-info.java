/** Replays requests one by one against a plan or a policy, with the delays that were measured. */
package dev.berth.optimizer.simulate;

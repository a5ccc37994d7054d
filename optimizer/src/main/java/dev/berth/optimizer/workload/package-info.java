/** Demand: expected requests from generators and traces, and requests one by one that agree with them. */
package dev.berth.optimizer.workload;

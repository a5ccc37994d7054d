/** Counts what tensors and files of a model add up to, each byte once. */
package dev.berth.profiler.model.count;

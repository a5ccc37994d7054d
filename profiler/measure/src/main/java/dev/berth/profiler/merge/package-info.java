/** Joins sessions: the shards of run plans, and machines. */
package dev.berth.profiler.merge;

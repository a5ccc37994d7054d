/** Blocks of a fleet on Apache Spark: the one room that knows it. */
package dev.berth.optimizer.spark;

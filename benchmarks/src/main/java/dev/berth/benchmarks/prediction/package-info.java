/** Methods that predictions of delays are held against. */
package dev.berth.benchmarks.prediction;

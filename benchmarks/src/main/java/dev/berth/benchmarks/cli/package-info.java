/** The commands that measure Berth itself. */
package dev.berth.benchmarks.cli;

/** The optimizer on the command line. */
package dev.berth.optimizer.cli;

/** The command that trains the solver {@code learned}. */
package dev.berth.optimizer.cli.train;

/** The choice among the solvers: by name, and by the size of the problem. */
package dev.berth.optimizer.solve.choice;

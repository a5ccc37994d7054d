/** The contract of the solvers: what they are asked for, what they may use, what they return. */
package dev.berth.optimizer.solve;

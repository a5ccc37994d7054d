/** The solver that was learned: a conditional denoising model of good plans, its samples, their repair. */
package dev.berth.optimizer.solve.learned;

/** Training of the denoiser: seeded problems, their cheapest plans, descent. */
package dev.berth.optimizer.solve.learned.training;

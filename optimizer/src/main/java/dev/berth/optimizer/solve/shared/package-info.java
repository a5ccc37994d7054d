/** Services that share parts, which are kept once: a step around every solver. */
package dev.berth.optimizer.solve.shared;

/** Corridors: small parts around a plan, each solved exactly while the rest stays. */
package dev.berth.optimizer.solve.corridors;

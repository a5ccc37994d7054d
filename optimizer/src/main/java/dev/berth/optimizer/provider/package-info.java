/**
 * Tasks that choose among providers of generative models: capacity in steps, running times, crashes, quality by steps.
 */
package dev.berth.optimizer.provider;

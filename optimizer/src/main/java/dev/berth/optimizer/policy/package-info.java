/** Online policies: what to keep, decided from the past alone. */
package dev.berth.optimizer.policy;

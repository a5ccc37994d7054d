/** What all methods are held against. */
package dev.berth.optimizer.baseline;

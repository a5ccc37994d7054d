/** Links that models are downloaded over side by side, and radio rates. */
package dev.berth.optimizer.network;

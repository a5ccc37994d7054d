/** Offline caching of objects of different sizes as a special case of the problem: bounds of others beside ours. */
package dev.berth.benchmarks.caching;

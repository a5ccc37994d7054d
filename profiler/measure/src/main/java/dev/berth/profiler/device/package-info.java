/** Where weights are preloaded to: what a device is, the registry of their kinds, and host memory. */
package dev.berth.profiler.device;

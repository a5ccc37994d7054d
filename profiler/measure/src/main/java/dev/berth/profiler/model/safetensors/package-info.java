/** Reads the headers of safetensors. */
package dev.berth.profiler.model.safetensors;

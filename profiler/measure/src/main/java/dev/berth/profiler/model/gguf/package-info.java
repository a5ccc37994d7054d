/** Reads the headers of GGUF. */
package dev.berth.profiler.model.gguf;

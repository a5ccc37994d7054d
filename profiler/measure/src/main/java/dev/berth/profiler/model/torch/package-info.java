/** Reads what PyTorch saves: the zip archive or the older stream, the pickle in it as data, never executed. */
package dev.berth.profiler.model.torch;

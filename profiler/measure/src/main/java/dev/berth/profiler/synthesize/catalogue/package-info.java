/** Models by their public configurations: names, shapes and order of tensors, written in code. */
package dev.berth.profiler.synthesize.catalogue;

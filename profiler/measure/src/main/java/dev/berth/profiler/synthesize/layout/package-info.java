/** Layouts of models: which bytes of their files are headers and which are weights; how one is taken from files. */
package dev.berth.profiler.synthesize.layout;

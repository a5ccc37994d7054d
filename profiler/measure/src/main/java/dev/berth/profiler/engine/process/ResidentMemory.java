package dev.berth.profiler.engine.process;

/**
 * Memory of all processes of a tree at one moment, in bytes.
 *
 * @param resident of all of them, a shared page counted in each
 * @param anonymous of those in no file
 * @param file of those of mapped files, and of memory that is shared by name
 * @param processes how many there are
 */
public record ResidentMemory(long resident, long anonymous, long file, int processes) {}

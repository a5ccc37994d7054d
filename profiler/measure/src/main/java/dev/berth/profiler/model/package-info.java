/**
 * Models: what one is, its components, tensors, types and where their bytes lie; why a file is none; which is asked
 * for.
 */
package dev.berth.profiler.model;

/**
 * Opens model files, lists components, tensors, shards, bytes and types; measures nothing, runs nothing from the file.
 */
package dev.berth.profiler.model;

/** Reads TensorFlow's SavedModel and TensorFlow.js. */
package dev.berth.profiler.model.tensorflow;

/**
 * What runs in the process of its own that ONNX Runtime gets: the library may end it, and keeps memory that a later run
 * would count. Uses nothing of Berth.
 */
package dev.berth.profiler.engine.onnxruntime.worker;

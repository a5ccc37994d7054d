/** Models in ONNX Runtime: fetched when first asked for, each run in a process of its own. */
package dev.berth.profiler.engine.onnxruntime;

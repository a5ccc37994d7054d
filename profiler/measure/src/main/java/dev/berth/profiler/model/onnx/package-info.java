/** Reads the graphs of ONNX, and where their tensors lie. */
package dev.berth.profiler.model.onnx;

/** A stand-in for ONNX Runtime's Java API: what Berth calls of it, by name, and no model behind it. */
package ai.onnxruntime;

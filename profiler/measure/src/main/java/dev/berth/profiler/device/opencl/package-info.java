/** Devices behind OpenCL: GPUs and accelerators of any maker, and processors through PoCL. */
package dev.berth.profiler.device.opencl;

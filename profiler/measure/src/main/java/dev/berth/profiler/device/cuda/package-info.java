/** Devices behind the CUDA driver API, and NVIDIA's management library. The only room that uses jcuda. */
package dev.berth.profiler.device.cuda;

/** Where weights are preloaded to: host memory or a CUDA device. The only room that uses jcuda. */
package dev.berth.profiler.device;

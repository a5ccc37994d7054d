/** Concurrent loads, and loads on a busy device. */
package dev.berth.profiler.preload.concurrent;

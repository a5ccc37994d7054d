/** Several loads at once, and loads on a device that is busy. */
package dev.berth.profiler.preload.concurrent;

/** The timed region: storage, staging ring, device; phase by phase, with nothing allocated while bytes flow. */
package dev.berth.profiler.preload;

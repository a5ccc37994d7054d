/** Processes that serve: started, watched with all that descends from them, and ended whole. */
package dev.berth.profiler.engine.process;

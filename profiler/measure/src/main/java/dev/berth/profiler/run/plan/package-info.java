/** What a session measures, in which order, and when it is enough. */
package dev.berth.profiler.run.plan;

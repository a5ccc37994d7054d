/** Any serving command as an engine: readiness, probes and stages by a recipe. */
package dev.berth.profiler.engine.exec;

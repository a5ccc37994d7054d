/** Options that several of the profiler's commands share: which models, how much is measured and how. */
package dev.berth.profiler.cli.option;

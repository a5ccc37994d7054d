/** The profiler's commands: thin, each hands over to the room that does the work. */
package dev.berth.profiler.cli;

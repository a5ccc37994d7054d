/** Does Berth work on this machine: checks made one by one, whatever becomes of the others. */
package dev.berth.profiler.selftest;

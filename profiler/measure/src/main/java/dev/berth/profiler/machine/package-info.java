/** What the machine is and what else it is doing. The only room that uses oshi. */
package dev.berth.profiler.machine;

/** Fleets larger than memory: blocks of servers worked on by threads or machines, their plans in files. */
package dev.berth.optimizer.stream;

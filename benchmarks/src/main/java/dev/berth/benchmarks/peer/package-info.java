/** What a user would pick instead of our solvers: OR-Tools and a genetic library, as solvers of the same problem. */
package dev.berth.benchmarks.peer;

/** JMH benchmarks of what the optimizer does most often, and of reading datasets. */
package dev.berth.benchmarks;

/** Tables from JMH's own JSON. */
package dev.berth.benchmarks.table;

/** The problems that benchmarks and comparisons run on: seeded, named, checked to be what they claim. */
package dev.berth.benchmarks.instance;

/** Packs Berth with a Java runtime into one archive that runs on Linux machines without a JDK. */
package dev.berth.profiler.bundle;

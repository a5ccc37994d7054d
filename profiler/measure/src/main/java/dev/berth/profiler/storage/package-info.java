/**
 * How bytes leave the disk: direct, buffered or mapped reads, and a page cache that is emptied, filled and looked at.
 */
package dev.berth.profiler.storage;

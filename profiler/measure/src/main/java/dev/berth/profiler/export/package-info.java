/** A dataset as CSV, Parquet, Markdown and the tables that people look at. */
package dev.berth.profiler.export;

/** Flat tables: columns made of records' components, and how they are written as CSV, Markdown and Parquet. */
package dev.berth.table;

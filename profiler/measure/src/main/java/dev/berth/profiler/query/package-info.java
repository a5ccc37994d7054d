/** Questions in SQL over datasets, answered by DuckDB: fetched when first asked for, apart from Berth's own classes. */
package dev.berth.profiler.query;

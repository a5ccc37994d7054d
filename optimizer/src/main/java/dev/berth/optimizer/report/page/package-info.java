/** One self-contained HTML page: its parts, its tables, and how they are written. */
package dev.berth.optimizer.report.page;

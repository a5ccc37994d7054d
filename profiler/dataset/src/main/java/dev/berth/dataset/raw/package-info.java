/** Raw runs: rows as they are measured, appended, sealed, and judged again when they are read. */
package dev.berth.dataset.raw;

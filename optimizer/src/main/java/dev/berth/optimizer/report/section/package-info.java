/** The report of a folder: what is read, and a section for each thing that was measured or decided. */
package dev.berth.optimizer.report.section;

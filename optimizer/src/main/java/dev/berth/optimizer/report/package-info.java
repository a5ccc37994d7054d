/** Figures and the one-file report: what was measured and what was decided, for people. */
package dev.berth.optimizer.report;

/** Turns raw runs into a profile dataset with its uncertainty, predicts what was not measured, compares datasets. */
package dev.berth.profiler.calibrate;

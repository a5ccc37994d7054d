/** Predicts delay and memory of models that were not measured, from their headers and a dataset. */
package dev.berth.predict;

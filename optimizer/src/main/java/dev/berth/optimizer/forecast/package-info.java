/** Forecasts of the requests of the next slots, from past slots alone; an oracle for bounds. */
package dev.berth.optimizer.forecast;

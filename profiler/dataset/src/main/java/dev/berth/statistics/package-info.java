/** Statistics without assumptions on a distribution: quantiles, tests, ratios, fitted lines. */
package dev.berth.statistics;

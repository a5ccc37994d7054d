/** Charts as data, which the page's script draws in a browser and {@code --figures} without one. */
package dev.berth.optimizer.report.chart;

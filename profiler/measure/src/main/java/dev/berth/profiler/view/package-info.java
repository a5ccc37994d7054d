/** What people see of a measurement: tables, progress, what went wrong. */
package dev.berth.profiler.view;

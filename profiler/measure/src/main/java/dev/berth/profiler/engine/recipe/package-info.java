/** Recipes: how a serving command is started, known to be ready, asked, and stopped; those that ship. */
package dev.berth.profiler.engine.recipe;

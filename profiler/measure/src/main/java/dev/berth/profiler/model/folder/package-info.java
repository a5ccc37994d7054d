/** Finds models in files and folders: which files make one, as its own loader would take them. */
package dev.berth.profiler.model.folder;

package dev.berth.optimizer.report.section;

import java.nio.file.Path;

/**
 * A document that was read.
 *
 * @param file where it lies
 * @param name the same as the page tells it: below the folder that is reported of
 */
record Found<T>(Path file, String name, T document) {}

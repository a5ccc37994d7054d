package dev.berth.optimizer.report;

/**
 * A drawing on a page.
 *
 * @param fileName where it is written by itself
 * @param svg what it shows
 */
public record Drawing(String fileName, Svg svg) implements Section.Part {}

package dev.berth.benchmarks.foresight;

import java.util.List;

/**
 * {@code standings.json}.
 *
 * @param schemaVersion 1
 * @param standings one a regime
 */
record StandingFile(int schemaVersion, List<Standing> standings) {
    StandingFile {
        standings = List.copyOf(standings);
    }
}

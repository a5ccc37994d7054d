package dev.berth.profiler.query;

import dev.berth.profiler.fetch.PackageCache;
import dev.berth.profiler.fetch.PackageClients;
import dev.berth.record.BadInputException;
import org.junit.jupiter.api.Assumptions;

/** DuckDB for tests: fetched as for users; tests that need it are skipped, and say so, where it cannot be had. */
final class TestLibrary {
    private TestLibrary() {}

    static DuckDb get() {
        try {
            return DuckDb.in(new PackageCache(PackageCache.defaultFolder(), new PackageClients()), line -> {});
        } catch (BadInputException cannotBeHad) {
            return Assumptions.abort("DuckDB is not here and cannot be fetched: " + cannotBeHad.getMessage());
        }
    }
}

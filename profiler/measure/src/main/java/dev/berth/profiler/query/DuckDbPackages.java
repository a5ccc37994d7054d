package dev.berth.profiler.query;

import dev.berth.profiler.fetch.PublishedPackage;
import dev.berth.profiler.fetch.PublishedPackage.Client;

/** The package that DuckDB comes in, pinned: its classes and the native part for one kind of processor. */
final class DuckDbPackages {
    private static final String VERSION = "1.5.6.0";

    private DuckDbPackages() {}

    /** For this machine's processor. */
    static PublishedPackage ofThisMachine() {
        return System.getProperty("os.arch").equals("aarch64")
                ? of("linux_arm64", "12a4f02dc7b8855a6223ca080e2d8d56ead66177612e3626408bbbe9c9cca1c7")
                : of("linux_amd64", "97837fa351f344be4f93c31e010b1f5eab06fba3a716fe3a7cda123daa58a83c");
    }

    private static PublishedPackage of(String platform, String unpackedSha256) {
        return new PublishedPackage(
                "duckdb-" + VERSION + "-" + platform,
                Client.MAVEN,
                "org.duckdb:duckdb_jdbc:" + VERSION,
                "04ae3375d7c40dc88dc9bf0014b82ba5e66715564584af4e3abea39c7ba144d3",
                unpackedSha256,
                // The native part gets the name under which Java looks for it.
                "(org/duckdb/.+\\.class|libduckdb_java\\.so(?=_" + platform + "))(?:_" + platform + ")?",
                85_178_546,
                "MIT");
    }
}

package dev.berth.profiler.export;

import dev.berth.dataset.ProfileDataset;
import java.util.Map;

/** A dataset's rows as an Apache Parquet file; a cell without value is null. */
public final class ProfileParquet {
    private ProfileParquet() {}

    /**
     * The whole file.
     *
     * @param writer name and version of the program, as {@code berth 0.1.0}
     */
    public static byte[] of(ProfileDataset dataset, String writer) {
        return ParquetTable.write(
                ProfileRows.COLUMNS,
                ProfileRows.of(dataset),
                writer,
                Map.of("berth.datasetSchemaVersion", String.valueOf(ProfileDataset.SCHEMA_VERSION)));
    }
}

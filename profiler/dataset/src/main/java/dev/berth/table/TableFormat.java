package dev.berth.table;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** What a table is written as. */
public enum TableFormat {
    CSV,
    MD,
    PARQUET;

    /** Ending of such files, and the format's name. */
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is text, which a terminal can show. */
    public boolean isText() {
        return this != PARQUET;
    }

    /**
     * Writes a table.
     *
     * @param writer name and version of the program, as {@code berth 0.1.0}
     * @param metadata words about the whole table, for formats that have a place for them
     * @param file is not closed
     */
    public void write(Table table, String writer, Map<String, String> metadata, OutputStream file) throws IOException {
        switch (this) {
            case CSV -> TableCsv.write(table, file);
            case MD -> file.write((TableText.of(table).markdown() + "\n").getBytes(StandardCharsets.UTF_8));
            case PARQUET -> TableParquet.write(table, writer, metadata, file);
        }
    }
}

package dev.berth.command;

import dev.berth.text.Page;
import java.util.List;
import picocli.CommandLine.Option;

/** How much of its tables a command shows; mixed into commands whose tables have more columns than a terminal. */
public final class TableOptions {
    @Option(names = "--wide", description = "Tables and notes whole, however narrow the terminal.")
    private boolean wide;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "NAME",
            description = "These columns of the first table, by their headings, for example model,p50,max.")
    private List<String> columns = List.of();

    /** Whether tables are shown whole. */
    public boolean wide() {
        return wide;
    }

    /** The room that a console has, and what was asked for. */
    public Page page(Console console) {
        return new Page(console.width(), wide, columns, true);
    }
}

package dev.berth.command;

import dev.berth.text.Page;
import java.util.List;
import picocli.CommandLine.Option;

/** Whether tables are shown whole; mixed into commands whose tables may have more columns than a terminal. */
public class WideOption {
    @Option(names = "--wide", description = "Tables and notes whole, however narrow the terminal.")
    private boolean wide;

    /** Whether tables are shown whole. */
    public final boolean wide() {
        return wide;
    }

    /** The room that a console has, and what was asked for. */
    public final Page page(Console console) {
        return new Page(console.width(), wide, columns(), true);
    }

    /** Headings of the columns that were asked for; empty where they were not. */
    protected List<String> columns() {
        return List.of();
    }
}

package dev.berth.text;

import java.util.List;

/**
 * What room there is for tables and notes, and which columns were asked for.
 *
 * @param width columns of the terminal, >= 1
 * @param wide whether tables and notes are shown whole, however narrow the terminal
 * @param columns headings asked for, in the order of the table; empty: as many as fit
 * @param onConsole whether a console shows it: its options ask for either, and headings may be bold
 */
public record Page(int width, boolean wide, List<String> columns, boolean onConsole) {
    public Page {
        columns = List.copyOf(columns);
    }

    /** So wide, and nobody asked for more. */
    public static Page of(int width) {
        return new Page(width, false, List.of(), false);
    }

    /** The same for a further table: columns are asked for of the first. */
    public Page further() {
        return new Page(width, wide, List.of(), onConsole);
    }
}

package dev.berth.optimizer.report;

import dev.berth.text.TextTable;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands under one heading of a page.
 *
 * @param heading plain text
 * @param parts in order
 */
record Section(String heading, List<Part> parts) {
    Section {
        parts = List.copyOf(parts);
    }

    /** A table and notes under it. */
    static Section of(String heading, TextTable table, List<String> notes) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Table(table));
        notes.forEach(note -> parts.add(new Note(note)));
        return new Section(heading, parts);
    }

    /** What a page is made of; all text is plain, and escaped where the page is written. */
    sealed interface Part permits Paragraph, Note, Table, Drawing {}

    /** A paragraph. */
    record Paragraph(String text) implements Part {}

    /** A paragraph in small print. */
    record Note(String text) implements Part {}

    /** A table with all its columns. */
    record Table(TextTable table) implements Part {}
}

package dev.berth.profiler.view;

import dev.berth.dataset.Ceiling;
import dev.berth.dataset.MachineRecord;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import java.util.List;

/** Ceilings for people and, with the machine they were measured on, as a document. */
public final class CeilingTable {
    private CeilingTable() {}

    /**
     * The document of {@code machine --ceilings --json}.
     *
     * @param tool name and version of the writer
     * @param machine where they were measured
     * @param ceilings as in a session's head
     */
    public record Document(String tool, MachineRecord machine, List<Ceiling> ceilings) {}

    public static List<String> lines(List<Ceiling> ceilings, Page page) {
        TextTable table = new TextTable(List.of(
                TextTable.Column.text("path"),
                TextTable.Column.name("of"),
                TextTable.Column.figure("median"),
                TextTable.Column.figure("slowest"),
                TextTable.Column.figure("fastest"),
                TextTable.Column.figure("n").asDetail(1),
                TextTable.Column.text("reached by").asDetail(2)));
        for (Ceiling ceiling : ceilings) {
            table.add(List.of(
                    ceiling.kind().label(),
                    ceiling.subject(),
                    Figures.decimal(ceiling.bytesPerSecond(), "B/s"),
                    Figures.decimal(ceiling.minBytesPerSecond(), "B/s"),
                    Figures.decimal(ceiling.maxBytesPerSecond(), "B/s"),
                    String.valueOf(ceiling.n()),
                    Figures.inDecimal(ceiling.setting())));
        }
        return table.lines(page);
    }
}

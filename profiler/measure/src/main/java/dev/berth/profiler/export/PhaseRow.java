package dev.berth.profiler.export;

import static dev.berth.table.Cell.all;
import static dev.berth.table.Cell.only;
import static dev.berth.table.Cell.through;

import dev.berth.dataset.Distribution;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.record.RecordShape;
import dev.berth.table.Cell;
import dev.berth.table.RecordColumns;
import dev.berth.table.TableColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * One phase of a preload.
 *
 * @param phase {@code total}, or the phase as the dataset calls it
 */
record PhaseRow(Preload preload, String phase, Distribution time) {
    private static final List<String> SETTING = List.of("device", "tier", "reader", "threads", "chunk_bytes");

    static final List<Cell<PhaseRow>> CELLS = all(
            through(PhaseRow::preload, only(SETTING::contains, RecordColumns.of(Preload.class))),
            List.of(new Cell<>(
                    TableColumn.text("phase")
                            .described("total, or one of openParse, allocate, storageRead, deviceCopy and finalise"),
                    PhaseRow::phase)),
            through(PhaseRow::time, RecordColumns.of(Distribution.class)));

    static List<PhaseRow> of(ModelProfile profile) {
        List<PhaseRow> rows = new ArrayList<>();
        for (Preload preload : profile.preload()) {
            rows.add(new PhaseRow(preload, "total", preload.total()));
            preload.phases().forEach((phase, time) -> rows.add(new PhaseRow(preload, RecordShape.label(phase), time)));
        }
        return rows;
    }
}

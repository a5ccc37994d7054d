package dev.berth.dataset.raw;

import dev.berth.kind.FileKind;
import dev.berth.kind.RecordKind;
import java.util.List;

/** The kinds of file in a raw folder. */
public final class RawKinds {
    /** Every one of them. */
    public static final List<FileKind> ALL = List.of(
            new RecordKind<>(
                    "session",
                    SessionRecord.class,
                    List.of(RawFolder.SESSION_FILE),
                    (file, session, profiles) -> List.of()),
            new RowKind<>("log of runs", RunRow.class, RawFolder.RUNS_FILE),
            new RowKind<>("log of loads", ConcurrentRow.class, RawFolder.LOADS_FILE),
            new RowKind<>("log of engines", EngineRow.class, RawFolder.ENGINES_FILE));

    private RawKinds() {}
}
